import type { AnyVariables, Client, TypedDocumentNode } from 'urql';
import { Failure, failureOf } from './failure.js';

/**
 * Runs a mutation and gives its payload.
 * @throws Failure where it did not work, be it told by the network, by `errors` or by the payload's `userErrors`.
 */
export async function change<
  Data,
  Variables extends AnyVariables,
  Payload extends { userErrors: { message: string; field?: string[] | null }[] },
>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  payloadIn: (data: Data) => Payload,
): Promise<Payload> {
  const { data, error } = await client.mutation(document, variables);
  if (error !== undefined) throw failureOf(error);
  if (data === undefined) throw new Failure('empty');
  const payload = payloadIn(data);
  if (payload.userErrors.length > 0) {
    const field = payload.userErrors[0]?.field?.at(-1) ?? null;
    throw new Failure('refused', payload.userErrors.map(({ message }) => message).join(' '), field);
  }
  return payload;
}
