import { Client, fetchExchange, mapExchange, type AnyVariables, type TypedDocumentNode } from 'urql';
import { Failure, failureOf, isUnauthenticated } from './failure.js';

/**
 * The client for queries and mutations; subscriptions are streams of their own. It caches nothing:
 * what is shown is held by the dashboard, which live events keep in step. The session's cookie says
 * who is asking.
 * @param onUnauthenticated called at each answer that says that nobody is signed in.
 */
export function createGraphQLClient(onUnauthenticated: () => void): Client {
  const watchSession = mapExchange({
    onResult: (result) => {
      if (isUnauthenticated(result.error)) onUnauthenticated();
    },
  });
  return new Client({
    url: '/graphql',
    exchanges: [watchSession, fetchExchange],
    requestPolicy: 'network-only',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
  });
}

/** @throws Failure where there is no answer. */
export async function ask<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await client.query(document, variables);
  if (error !== undefined) throw failureOf(error);
  if (data === undefined) throw new Failure('The hub sent an empty answer. Try again.');
  return data;
}

/**
 * Runs a mutation and gives its payload.
 * @throws Failure where it did not work, be it told by the network, by `errors` or by the payload's `userErrors`.
 */
export async function change<
  Data,
  Variables extends AnyVariables,
  Payload extends { userErrors: { message: string }[] },
>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  payloadIn: (data: Data) => Payload,
): Promise<Payload> {
  const { data, error } = await client.mutation(document, variables);
  if (error !== undefined) throw failureOf(error);
  if (data === undefined) throw new Failure('The hub sent an empty answer. Try again.');
  const payload = payloadIn(data);
  if (payload.userErrors.length > 0) throw new Failure(payload.userErrors.map(({ message }) => message).join(' '));
  return payload;
}
