import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFormatted } from './lay-out.ts';
import type { ProviderNames } from './names.ts';
import type { Wanted } from './read-arguments.ts';

export const INDEX = 'src/providers/index.ts';
export const ENVIRONMENT = '.env.example';

const LIST = /^export const providers: readonly ProviderDefinition\[\] = \[([^\]]*)\];$/m;

/** Adds the provider to the list of all; false where the list does not look as it is known here, and nothing was changed. */
export async function register(root: string, names: ProviderNames): Promise<boolean> {
  const path = join(root, INDEX);
  const text = await readFile(path, 'utf8');
  if (!LIST.test(text)) return false;
  const listed = text.replace(LIST, (_, ids: string) => {
    const known = ids.replace(/,?\s*$/, '');
    return `export const providers: readonly ProviderDefinition[] = [${known}, ${names.camel}];`;
  });
  await writeFormatted(path, `${importOf(names)}\n${listed}`.replace(IMPORTS, sorted));
  return true;
}

/** Names the provider's variables after those of the others. */
export async function nameVariables(root: string, { names: { upper }, auth }: Wanted): Promise<boolean> {
  if (auth !== 'oauth2') return false;
  const path = join(root, ENVIRONMENT);
  const text = (await readFile(path, 'utf8')).trimEnd();
  await writeFile(path, `${text}\n#${upper}_CLIENT_ID=\n#${upper}_CLIENT_SECRET=\n`);
  return true;
}

const IMPORTS = /^(import .+\n)+/;

function sorted(imports: string): string {
  const lines = imports.trimEnd().split('\n');
  const pathOf = (line: string) => /'(.+)'/.exec(line)?.[1] ?? '';
  return `${lines.toSorted((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1)).join('\n')}\n`;
}

function importOf({ id, camel }: ProviderNames): string {
  return `import { ${camel} } from './${id}/${id}.provider.js';`;
}
