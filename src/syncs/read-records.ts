import type { ZodError } from 'zod';
import { HubError } from '../platform/errors/hub-error.js';
import type { ModelDefinition, ProviderDefinition } from '../providers/provider.js';
import type { FoundRecord } from '../records/record-store.js';

/**
 * Checks objects against the model's schema: what is stored is what the GraphQL type can show.
 * @param readAt when they were asked for, epoch milliseconds.
 * @param version orders them as their provider does; the model's `versionOf` where left out.
 * @throws HubError PROVIDER_CONTRACT_BROKEN naming the record and the field; then none of them is stored.
 */
export function readRecords(
  provider: ProviderDefinition,
  model: ModelDefinition,
  objects: readonly unknown[],
  readAt: number,
  version?: number,
): FoundRecord[] {
  return objects.map((raw, index) => {
    const parsed = model.record.safeParse(raw);
    if (!parsed.success) throw broken(provider, model, index, firstIssue(parsed.error));
    const externalId = model.idOf(parsed.data);
    if (typeof externalId !== 'string' || externalId === '') throw broken(provider, model, index, 'it has no id');
    // PostgreSQL stores no text that holds it.
    if (externalId.includes('\0')) throw broken(provider, model, index, 'its id holds a NUL character');
    return {
      externalId,
      data: parsed.data,
      version: version ?? model.versionOf?.(parsed.data, { readAt }) ?? null,
    };
  });
}

function firstIssue(error: ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'it has another shape' : `${issue.path.join('.') || 'the object'}: ${issue.message}`;
}

function broken(provider: ProviderDefinition, model: ModelDefinition, index: number, what: string): HubError {
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    `${provider.name} sent a ${model.name} that the hub cannot read (number ${index + 1} on its page; ${what}). ` +
      'Nothing of that page was stored, and what was synced before is untouched. Try again later; if it stays, report it to whoever runs this service.',
  );
}
