import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../kit/docs.js';

const PROJECT = [
  'src',
  'migrations',
  'test/kit',
  'test/setup.ts',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  '.oxlintrc.json',
  '.prettierrc.json',
  '.env.example',
];

const BUILDS_THE_API = `import { expect, test } from 'vitest';
import { providers } from '../src/providers/index.js';
import { createSchema } from '../src/schema.js';

test('the API has their types', () => {
  const types = createSchema(providers).getTypeMap();
  expect(Object.keys(types)).toEqual(expect.arrayContaining(['AcmeItem', 'DeepBlueItem', 'AcmeCreateItemInput']));
});
`;

/** Compiling, linting and a second test run on a machine that is busy with the others. */
const SLOW_MS = 240_000;

describe('npm run provider:new', () => {
  let project = '';
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'hub-provider-new-'));
    await Promise.all(PROJECT.map((path) => cp(join(ROOT, path), join(project, path), { recursive: true })));
    await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  const layOut = (...args: string[]) => run(project, [join(ROOT, 'tools/provider-new/main.ts'), ...args]);
  const tool = (path: string, ...args: string[]) => run(project, [join(ROOT, 'node_modules', path), ...args]);
  const read = (path: string) => readFile(join(project, path), 'utf8');

  test(
    'lays out providers that compile, pass lint and format, and whose tests pass',
    { timeout: SLOW_MS },
    async () => {
      const laidOut = [
        await layOut('acme'),
        await layOut('deep-blue', '--name', 'Deep Blue & Co.', '--auth', 'api-key'),
      ];
      await writeFile(join(project, 'test/api.test.ts'), BUILDS_THE_API);
      const paths = ['acme', 'deep-blue'].flatMap((id) => [
        `src/providers/${id}`,
        `test/contract/providers/${id}.test.ts`,
      ]);
      const pages = ['docs/providers/acme.md', 'docs/providers/deep-blue.md'];

      const compiled = await tool('typescript/bin/tsc', '-p', '.');
      const linted = await tool('oxlint/bin/oxlint', ...paths);
      const formatted = await tool(
        'prettier/bin/prettier.cjs',
        '--check',
        ...paths,
        ...pages,
        'src/providers/index.ts',
      );
      const tested = await tool('vitest/vitest.mjs', 'run');

      expect(laidOut.map(({ code }) => code)).toEqual([0, 0]);
      expect(compiled).toMatchObject({ code: 0, output: '' });
      expect(linted.output).toContain('Found 0 warnings and 0 errors.');
      expect(formatted).toMatchObject({ code: 0 });
      expect(tested, tested.output).toMatchObject({ code: 0 });
      expect(tested.output).toMatch(/Test Files .*3 passed/);
    },
  );

  test('adds them to the list and to .env.example, and says what is left', async () => {
    const { output } = await layOut('north-star', '--name', 'North Star');

    const index = await read('src/providers/index.ts');
    expect(index).toContain("import { northStar } from './north-star/north-star.provider.js';\n");
    expect(index).toMatch(
      /providers: readonly ProviderDefinition\[\] = \[\s*googleCalendar,[^\]]*\bnorthStar\b[^\]]*\];\n/,
    );
    expect(await read('.env.example')).toMatch(/\n#NORTH_STAR_CLIENT_ID=\n#NORTH_STAR_CLIENT_SECRET=\n$/);
    expect(await read('docs/providers/north-star.md')).toMatch(/^# North Star\n/);
    expect(output).toContain('It was added to src/providers/index.ts and .env.example.');
    expect(output).toContain('npx vitest run test/contract/providers/north-star.test.ts');
  });

  test('leaves alone a list that it does not know, and says so', async () => {
    const before = await read('src/providers/index.ts');
    const changed = before.replace('export const providers:', 'export const all:');
    await writeFile(join(project, 'src/providers/index.ts'), changed);

    const { code, output } = await layOut('south-wind');
    const after = await read('src/providers/index.ts');
    await writeFile(join(project, 'src/providers/index.ts'), before);

    expect([code, after]).toEqual([0, changed]);
    expect(output).toContain('1. Import southWind in src/providers/index.ts and add it to the list there');
  });

  test.each([
    ['no id', [], 'Give one id.'],
    ['an id with capitals', ['Acme'], `"Acme" cannot be a provider's id.`],
    ['a path for an id', ['../acme'], `"../acme" cannot be a provider's id.`],
    ['a word of JavaScript for an id', ['await'], '"await" means something else in the code already.'],
    ['the id of a provider that there is', ['slack'], 'src/providers/slack is there already.'],
    ['the name of a folder that providers share', ['google'], 'src/providers/google is there already.'],
    ['a name that ends a string', ['acme-two', '--name', "Acme's"], `"Acme's" cannot be a provider's name.`],
    ['another way of linking', ['acme-two', '--auth', 'saml'], '--auth is oauth2 or api-key, not "saml".'],
    ['an option that there is not', ['acme-two', '--model', 'Issue'], "Unknown option '--model'"],
  ])('refuses %s', async (_, args, words) => {
    const before = await read('src/providers/index.ts');

    const { code, output } = await layOut(...args);

    expect([code, await read('src/providers/index.ts')]).toEqual([1, before]);
    expect(output).toContain(words);
    expect(output).not.toContain('    at ');
  });
});

/** Runs Node there, out of reach of what this test run set in the environment. */
function run(cwd: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
}
