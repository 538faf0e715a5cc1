import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findNodeFault } from '../../src/node-version.js';

test.each(['18.20.0', '20.20.2', '22.16.9'])('Node %s is refused in words', (version) => {
  expect(findNodeFault(version)).toBe(
    `The hub runs on Node 22.17 or newer, and this is ${version}. "npm start" brings its own.`,
  );
});

test.each(['22.17.0', '24.21.0', '26.0.0'])('Node %s is taken', (version) => {
  expect(findNodeFault(version)).toBeNull();
});

test('what runs is what package.json says, and the Node that it pins is such a one', async () => {
  const { engines, devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    engines: { node: string };
    devDependencies: { node: string };
  };

  expect(engines.node).toBe('>=22.17');
  expect(findNodeFault(devDependencies.node)).toBeNull();
});
