import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { actionMutation } from '../../src/integrations/action-mutation.js';
import { ROOT } from './docs.js';

/** What a mutation of an action gives: what it answered, or what the caller could mend. */
export interface ActionPayload<Output> {
  output: Output | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}

interface Hub {
  get<Data>(query: string, variables: Record<string, unknown>): Promise<Data>;
}

/** Runs an action by its own mutation, as schema/operations has it. */
export async function runTypedAction<Output>(
  hub: Hub,
  providerId: string,
  action: string,
  input: { integrationId: string } & Record<string, unknown>,
): Promise<ActionPayload<Output>> {
  const kebab = action.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const operation = await readFile(join(ROOT, `schema/operations/${providerId}-${kebab}.graphql`), 'utf8');
  const data = await hub.get<Record<string, ActionPayload<Output>>>(operation, { input });
  return data[actionMutation(providerId, action)] as ActionPayload<Output>;
}
