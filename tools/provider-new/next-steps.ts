import type { Wanted } from './read-arguments.ts';
import { ENVIRONMENT, INDEX } from './register.ts';

interface Done {
  files: readonly string[];
  isRegistered: boolean;
  isNamed: boolean;
}

/** What was done, and what is left to whoever adds the provider. */
export function nextSteps({ names: { id, camel, name } }: Wanted, { files, isRegistered, isNamed }: Done): string {
  const edited = [...(isRegistered ? [INDEX] : []), ...(isNamed ? [ENVIRONMENT] : [])];
  const steps = [
    ...(isRegistered ? [] : [`Import ${camel} in ${INDEX} and add it to the list there: its form was not recognized.`]),
    `Put ${name}'s own addresses, scopes, limits, objects and calls where there are made-up ones (….example, "item").`,
    `Try it: npx vitest run test/contract/providers/${id}.test.ts`,
    'Add its types to the API: npm run schema && npm run codegen',
    `Add a line on it to "What it does today" in README.md and to CHANGELOG.md, and its tests to docs/providers.md; correct docs/providers/${id}.md.`,
    'See what is left: npx vitest run test/contract/providers/every-provider.test.ts, then npm run check',
  ];
  return [
    `${name} (${id}) is laid out:`,
    ...files.map((file) => `  ${file}`),
    ...(edited.length === 0 ? [] : [`It was added to ${edited.join(' and ')}.`]),
    '',
    'Next:',
    ...steps.map((step, place) => `  ${place + 1}. ${step}`),
    '',
    'docs/adding-a-provider.md says how each part works, and what there is besides, such as webhooks.',
  ].join('\n');
}
