import { Anchor, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { Link } from 'wouter';
import {
  PageCreateEndpointDocument,
  type OutboundEndpointKind,
  type OutboundEventType,
  type PageCreateEndpointMutation,
} from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActForm } from '../parts/act-form.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { useViewer } from '../session/use-session.js';
import { useTexts } from '../texts/texts.js';
import { ALERTS, EventTypesField, offeredTo } from './event-types-field.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';
import { SecretNote } from './secret-note.js';

const KINDS: readonly OutboundEndpointKind[] = ['WEBHOOK', 'SLACK', 'EMAIL'];
const EXAMPLE = { address: 'https://product.example/hub-events', eventTypes: [...ALERTS] };

type Made = PageCreateEndpointMutation['createOutboundEndpoint'];

/** Has events sent somewhere, and shows the secret that signs them this once. */
export function NewEndpointView() {
  const { operator } = useTexts();
  const words = operator.endpoints;
  const [made, setMade] = useState<Made | null>(null);
  return (
    <OperatorView
      title={words.newTitle}
      aside={
        <ExplorerLink
          view={words.newTitle}
          query={PageCreateEndpointDocument}
          variables={{ input: { kind: 'WEBHOOK', ...EXAMPLE } }}
        />
      }
    >
      {made === null ? (
        <EndpointForm onMade={setMade} />
      ) : (
        <Stack>
          {made.secret !== null && <SecretNote secret={made.secret} />}
          <Anchor component={Link} href={`/operator/endpoints/${made.endpoint?.id ?? ''}`}>
            {words.toEndpoint}
          </Anchor>
        </Stack>
      )}
    </OperatorView>
  );
}

function EndpointForm({ onMade }: { onMade: (made: Made) => void }) {
  const { operator } = useTexts();
  const words = operator.endpoints;
  const { role } = useViewer();
  const client = useClient();
  const act = useAct();
  const [kind, setKind] = useState<OutboundEndpointKind>('WEBHOOK');
  const [chosen, setChosen] = useState<OutboundEventType[]>([...ALERTS]);

  async function create(fields: FormData): Promise<string> {
    const text = (name: string): string | null => (fields.get(name) as string | null)?.trim() || null;
    const input = {
      kind,
      address: text('address') ?? '',
      description: text('description'),
      tenantId: text('tenantId'),
      eventTypes: offeredTo(kind).filter((type) => chosen.includes(type)),
    };
    const made = await change(client, PageCreateEndpointDocument, { input }, (data) => data.createOutboundEndpoint);
    onMade(made);
    return words.isMade;
  }

  return (
    <div className={classes.form}>
      <ActForm submit={words.create} onSubmit={(fields) => act(() => create(fields))}>
        <NativeSelect
          label={words.kind}
          value={kind}
          data={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
          onChange={({ currentTarget: { value } }) => setKind(KINDS.find((known) => known === value) ?? 'WEBHOOK')}
        />
        <TextInput
          name="address"
          label={words.address}
          description={kind === 'EMAIL' ? words.mailbox : words.httpsAddress}
          required
          withAsterisk={false}
          spellCheck={false}
        />
        <TextInput name="description" label={words.description} maxLength={200} />
        {role === 'OPERATOR' && <TextInput name="tenantId" label={words.tenant} description={words.tenantHint} />}
        <EventTypesField kind={kind} chosen={chosen} onChoose={setChosen} />
      </ActForm>
    </div>
  );
}
