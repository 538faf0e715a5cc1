import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import {
  PageUpdateEndpointDocument,
  type OutboundEventType,
  type PageEndpointFragment,
  type PageEndpointRowFragment,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActForm } from '../parts/act-form.js';
import { useTexts } from '../texts/texts.js';
import { EventTypesField } from './event-types-field.js';
import classes from './operator.module.css';

interface Props {
  endpoint: Pick<PageEndpointFragment, 'eventTypes'> &
    Pick<PageEndpointRowFragment, 'id' | 'kind' | 'address' | 'description'>;
}

/** Changes where an endpoint is and what it is told of. An address that is not touched is kept, with what is secret in it. */
export function EndpointForm({ endpoint: { id, kind, address, description, eventTypes } }: Props) {
  const { endpoints: words } = useTexts().operator;
  const client = useClient();
  const act = useAct();
  const [chosen, setChosen] = useState<OutboundEventType[]>(eventTypes);

  async function store(fields: FormData): Promise<string> {
    const text = (name: string): string => (fields.get(name) as string).trim();
    const changedAddress = text('address') === address ? null : text('address');
    const input = { endpointId: id, address: changedAddress, description: text('description'), eventTypes: chosen };
    await change(client, PageUpdateEndpointDocument, { input }, (data) => data.updateOutboundEndpoint);
    return words.isChanged;
  }

  return (
    <div className={classes.form}>
      <ActForm submit={words.save} onSubmit={(fields) => act(() => store(fields))}>
        <TextInput
          name="address"
          label={words.address}
          description={words.addressKept}
          defaultValue={address}
          required
          withAsterisk={false}
          spellCheck={false}
        />
        <TextInput name="description" label={words.description} defaultValue={description ?? ''} maxLength={200} />
        <EventTypesField kind={kind} chosen={chosen} onChoose={setChosen} />
      </ActForm>
    </div>
  );
}
