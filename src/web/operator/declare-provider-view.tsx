import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { useLocation } from 'wouter';
import { PageDeclareProviderDocument, type DeclareProviderInput } from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { useAct } from '../notices/use-act.js';
import { ActForm } from '../parts/act-form.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { useTexts } from '../texts/texts.js';
import { OperatorView } from './operator-view.js';
import classes from './operator.module.css';

const EXAMPLE: DeclareProviderInput = {
  id: 'acme',
  name: 'Acme',
  apiUrl: 'https://api.acme.example/v1/',
  oauth: {
    authorizationUrl: 'https://acme.example/oauth/authorize',
    tokenUrl: 'https://acme.example/oauth/token',
    scopes: [{ name: 'contacts.read', reason: 'To list your contacts' }],
  },
  account: { path: 'me', id: 'id', label: 'email' },
  models: [{ name: 'AcmeContact', path: 'contacts', items: 'data' }],
};

/** Makes a provider of an OAuth 2.0 service, as the input of declareProvider describes it. */
export function DeclareProviderView() {
  const { operator } = useTexts();
  const words = operator.declare;
  const client = useClient();
  const act = useAct();
  const [, navigate] = useLocation();
  const [text, setText] = useState(JSON.stringify(EXAMPLE, null, 2));
  const [fault, setFault] = useState<string | null>(null);

  async function declare(): Promise<string> {
    const input = JSON.parse(text) as DeclareProviderInput;
    const { provider } = await change(client, PageDeclareProviderDocument, { input }, (data) => data.declareProvider);
    navigate(`/operator/providers/${provider?.id ?? ''}`);
    return words.isDeclared(provider?.name ?? '');
  }

  async function submit(): Promise<unknown> {
    const broken = faultOf(text);
    setFault(broken === null ? null : words.notJson(broken));
    return broken === null ? act(declare) : undefined;
  }

  return (
    <OperatorView
      title={words.title}
      aside={<ExplorerLink view={words.title} query={PageDeclareProviderDocument} variables={{ input: EXAMPLE }} />}
    >
      <div className={classes.form}>
        <ActForm submit={words.declare} onSubmit={submit}>
          <Text size="sm">{words.hint}</Text>
          <Textarea
            label={words.declaration}
            value={text}
            onChange={({ currentTarget: { value } }) => setText(value)}
            error={fault !== null && <span role="alert">{fault}</span>}
            spellCheck={false}
            rows={20}
            ff="monospace"
          />
        </ActForm>
      </div>
    </OperatorView>
  );
}

/** Why a text is no JSON object, in the browser's words; null where it is one. */
function faultOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : '{ … }';
  } catch (error) {
    return (error as SyntaxError).message;
  }
}
