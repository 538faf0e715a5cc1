import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from './fault.ts';
import { fillIn } from './fill-in.ts';
import type { Wanted } from './read-arguments.ts';

const TEMPLATE = join(import.meta.dirname, 'template');

/**
 * Writes the provider's files, formatted as the project's are.
 * @param root of the project.
 * @returns their paths below it, sorted.
 * @throws Fault where one of them, or the provider's folder, is there already; then nothing is written.
 */
export async function layOut(root: string, { names, auth }: Wanted): Promise<string[]> {
  const files = (await Promise.all(['every', auth].map((part) => filesOf(join(TEMPLATE, part))))).flat();
  const targets = files.map(({ path, text }) => ({ path: fillIn(path, names), text: fillIn(text, names) }));
  const folder = `src/providers/${names.id}`;
  const inTheWay = [folder, ...targets.map(({ path }) => path)].find((path) => existsSync(join(root, path)));
  if (inTheWay !== undefined) throw new Fault(`${inTheWay} is there already. Take another id, or remove it first.`);
  for (const { path, text } of targets) await writeFormatted(join(root, path), text);
  return targets.map(({ path }) => path).toSorted();
}

async function filesOf(folder: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(folder.length + 1), text: await readFile(path, 'utf8') })),
  );
}

/** Lines break elsewhere with longer names. */
export async function writeFormatted(path: string, text: string): Promise<void> {
  // Loaded late: a refusal needs none of it.
  const { format, resolveConfig } = await import('prettier');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
