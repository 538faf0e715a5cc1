import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the first view of the page takes less than 200 kB of compressed script', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/web-size/main.ts']);

  const [, kilobytes] = /([\d.]+) kB {2}in all/.exec(stdout) ?? [];
  expect(Number(kilobytes)).toBeGreaterThan(50);
  expect(Number(kilobytes)).toBeLessThan(200);
});
