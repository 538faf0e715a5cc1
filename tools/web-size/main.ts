import { firstViewScripts } from './first-view-size.ts';

const MOST_BYTES = 200_000;

/** `npm run web:size`: what the page loads before it shows anything. Fails where that is too much. */
async function main(): Promise<void> {
  const scripts = await firstViewScripts('dist/web');
  for (const { file, gzipBytes } of scripts) console.log(`${inKilobytes(gzipBytes)}  ${file}`);
  const bytes = scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  console.log(
    `${inKilobytes(bytes)}  in all, compressed, for the first view (at most ${inKilobytes(MOST_BYTES).trim()})`,
  );
  if (bytes > MOST_BYTES) process.exitCode = 1;
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
}

await main();
