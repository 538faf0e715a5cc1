import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { consent } from '../kit/emulators.js';
import { CookieJar, eventually, HubProcess } from '../kit/hub-process.js';
import { ROOT, snippetsIn } from '../kit/docs.js';

const START_OAUTH = `mutation { startOAuth(input: { providerId: "slack" }) { authorizationUrl } }`;

test("the README's script lists what is linked and shows a sync as it goes on", async () => {
  await using hub = await HubProcess.start({ HUB_SANDBOX: '1' });
  await using script = runScript(hub);

  await linkSlack(hub);

  await eventually(
    () => Promise.resolve(script.printed().includes('SlackUser SUCCEEDED')),
    'the script to show the end of a sync',
  );
  expect(script.printed()).toMatch(/^SlackUser SUCCEEDED: \d+ added, 0 updated, 0 unchanged$/m);
}, 60_000);

/** The README's `watch.mjs`, told where this hub is. */
function runScript(hub: HubProcess) {
  const [watch] = snippetsIn('js').filter(({ code }) => code.startsWith('// watch.mjs'));
  const code = (watch?.code ?? '').replace('http://localhost:4000', hub.url);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    env: { HUB_OPERATOR_KEY: hub.operatorKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (printed += data.toString()));
  return {
    printed: () => printed,
    async [Symbol.asyncDispose]() {
      child.kill();
    },
  };
}

async function linkSlack(hub: HubProcess): Promise<void> {
  const cookies = new CookieJar();
  const { startOAuth } = await hub.get<{ startOAuth: { authorizationUrl: string } }>(START_OAUTH, {}, { cookies });
  const callback = await consent(startOAuth.authorizationUrl, 'Ben Okafor');
  await fetch(callback, { redirect: 'manual', headers: cookies.header() });
}
