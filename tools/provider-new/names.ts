import { Script } from 'node:vm';
import { Fault } from './fault.ts';

/** A provider's names, as they stand in code, in words and in the environment. */
export interface ProviderNames {
  /** `google-calendar`: of the provider, its folder and its files. */
  id: string;
  /** `googleCalendar` */
  camel: string;
  /** `GoogleCalendar`: begins its types. */
  pascal: string;
  /** `GOOGLE_CALENDAR`: begins its variables. */
  upper: string;
  /** `Google Calendar`: for people. */
  name: string;
}

const ID = /^[a-z][a-z0-9]+(-[a-z][a-z0-9]*)*$/;
const MAX_ID = 30;

/** Goes into strings, comments and Markdown as it is. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} .&+-]{0,38}[\p{L}\p{N}.+]$/u;

/** Names that what is laid out gives to something else. */
const TAKEN = new Set(
  'api asked create describe expect identity json once provider providers reading server test'.split(' '),
);

/**
 * @param name For people; made of the id where left out.
 * @throws Fault where one of them cannot be a name.
 */
export function namesOf(id: string, name?: string): ProviderNames {
  if (!ID.test(id) || id.length > MAX_ID) {
    throw new Fault(
      `"${id}" cannot be a provider's id. Take small letters, digits and single hyphens, with a letter at the beginning and after each hyphen, at most ${MAX_ID}, such as google-calendar.`,
    );
  }
  const camel = id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (TAKEN.has(camel) || !isFree(camel)) {
    throw new Fault(`"${id}" means something else in the code already. Take another id, such as ${id}-app.`);
  }
  const shown = name ?? id.split('-').map(capitalized).join(' ');
  if (!NAME.test(shown)) {
    throw new Fault(
      `"${shown}" cannot be a provider's name. Take 2 to 40 letters, digits, spaces and . & + - such as "Acme Corp".`,
    );
  }
  return { id, camel, pascal: capitalized(camel), upper: id.toUpperCase().replaceAll('-', '_'), name: shown };
}

/** Whether JavaScript lets something be called so. */
function isFree(identifier: string): boolean {
  try {
    return new Script(`'use strict'; async () => { const ${identifier} = 0; }`) instanceof Script;
  } catch {
    return false;
  }
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
