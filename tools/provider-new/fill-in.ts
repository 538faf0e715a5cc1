import type { ProviderNames } from './names.ts';

/** The template is a whole provider of this name; each form of it is another text, so that none passes for another. */
const FORMS = /AcmeCorp|acmeCorp|acme-corp|ACME_CORP|Acme Corp/g;

/** The template's text, or path, with the provider's own names. */
export function fillIn(text: string, { pascal, camel, id, upper, name }: ProviderNames): string {
  const names: Readonly<Record<string, string>> = {
    AcmeCorp: pascal,
    acmeCorp: camel,
    'acme-corp': id,
    ACME_CORP: upper,
    'Acme Corp': name,
  };
  return text.replaceAll(FORMS, (form) => names[form] ?? form);
}
