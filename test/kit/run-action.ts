import type { Fetch, ProviderDefinition } from '../../src/providers/provider.js';

export interface RunOptions {
  provider: ProviderDefinition;
  fetch: Fetch;
  apiUrl: string;
}

/** Runs an action without the hub around it: its input and what it gives are checked as the hub does. */
export async function runAction(
  { provider, fetch, apiUrl }: RunOptions,
  name: string,
  input: unknown,
): Promise<unknown> {
  const action = provider.actions.find((candidate) => candidate.name === name);
  if (action === undefined) throw new Error(`${provider.id} has no ${name}`);
  const api = provider.createApi({ fetch, apiUrl });
  const { signal } = new AbortController();
  const output = await action.run({ api, input: action.input.parse(input), idempotencyKey: null, signal });
  return action.output.parse(output);
}
