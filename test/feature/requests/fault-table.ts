import { FAULTS, METHODS, type FaultRow } from './fault-matrix.js';

const HEAD = [
  'the provider',
  'GET',
  'POST',
  'POST with key',
  'between tries of a read',
  'a sync',
  'an action is told',
  'the call log',
];

/** The fault matrix as the Markdown table of docs/request-manager.md, a line each, without padding. */
export function faultTable(): string[][] {
  return [HEAD, ...FAULTS.map(lineOf)];
}

function lineOf({ fault, tries, waits, sync, seen, log }: FaultRow): string[] {
  return [
    fault,
    ...METHODS.map((method) => timesOf(tries[method])),
    waits,
    sync,
    `\`${seen.code}\`, ${adviceOn(seen.retryable)}`,
    `${log.status}${log.error === null ? '' : `: … ${log.error}`}`,
  ];
}

function timesOf(tries: number): string {
  return tries === 1 ? 'once' : `${tries} times`;
}

function adviceOn(retryable: FaultRow['seen']['retryable']): string {
  const may = METHODS.filter((method) => retryable[method]);
  if (may.length === METHODS.length) return 'try again';
  return may.length === 0 ? 'no use trying again' : `try again; a POST without key: look first`;
}
