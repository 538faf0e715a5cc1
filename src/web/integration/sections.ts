import type { Texts } from '../texts/en.js';

export type SectionName = keyof Texts['integration']['sections'];

/** Parts of an account's view in their order; each has an address, the first that of the account itself. */
export const SECTIONS: readonly SectionName[] = ['health', 'syncs', 'runs', 'records', 'calls', 'webhooks'];

/** What is shown at the address of an integration and a part of it; null where there is no such part. */
export function sectionNamed(name: string | undefined): SectionName | null {
  return name === undefined ? 'health' : (SECTIONS.find((known) => known === name) ?? null);
}

export function sectionAddress(integrationId: string, section: SectionName): string {
  return section === 'health' ? `/integrations/${integrationId}` : `/integrations/${integrationId}/${section}`;
}

export function runAddress(integrationId: string, runId: string): string {
  return `${sectionAddress(integrationId, 'runs')}/${runId}`;
}
