import type { Texts } from './en.js';

/** Languages of the page, each by its own name and where its texts come from. */
export const LANGUAGES = {
  en: { name: 'English', load: (): Promise<Texts> => import('./en.js').then(({ en }) => en) },
  de: { name: 'Deutsch', load: (): Promise<Texts> => import('./de.js').then(({ de }) => de) },
};

export type Language = keyof typeof LANGUAGES;

const KEPT_AS = 'hub-language';

/** The one that was chosen here before, else the first of the browser's that the page has. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT_AS) ?? '', ...navigator.languages];
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isLanguage) ?? 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}

export function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name);
}
