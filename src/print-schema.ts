import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { providers } from './providers/index.js';
import { createSchema } from './schema.js';

const PATH = 'schema/schema.graphql';

/** Prints the API's schema to schema/schema.graphql; with --check says whether what is there is it. */
const printed = `# Printed by \`npm run schema\`; change the classes, not this file.\n\n${printSchema(lexicographicSortSchema(createSchema(providers)))}\n`;

if (!process.argv.includes('--check')) {
  await writeFile(PATH, printed);
} else if ((await readFile(PATH, 'utf8').catch(() => '')) !== printed) {
  process.stderr.write(`${PATH} is not what the classes say. Run \`npm run schema\` and commit it.\n`);
  process.exitCode = 1;
}
