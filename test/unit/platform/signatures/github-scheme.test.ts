import { createRequire } from 'node:module';
import { Webhooks } from '@octokit/webhooks';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { describe, expect, test } from 'vitest';
import { githubScheme } from '../../../../src/platform/signatures/github-scheme.js';
import { deliveryOf, NOW, REFUSED, URL_OF_HUB } from './delivery.js';

// The package is one JSON file.
const definitions: WebhookDefinition[] = createRequire(import.meta.url)('@octokit/webhooks-examples');
const KEY = { secret: "It's a Secret to Everybody" };
const octokit = new Webhooks(KEY);

describe('X-Hub-Signature-256', () => {
  test("is as in GitHub's documentation", () => {
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const delivery = deliveryOf({ 'x-hub-signature-256': signature }, 'Hello, World!');

    expect(githubScheme.verify(delivery, [KEY], NOW)).toEqual({ verified: true, key: KEY });
  });

  test('is taken by Octokit where the hub made it', async () => {
    const made = githubScheme.sign!({
      body: Buffer.from('{"zen":"ö"}'),
      key: KEY,
      id: 'd1',
      now: NOW,
      url: URL_OF_HUB,
    });

    expect(made['x-github-delivery']).toBe('d1');
    expect(await octokit.verify('{"zen":"ö"}', made['x-hub-signature-256'] ?? '')).toBe(true);
  });

  test('is not proven by the older SHA-1 header', () => {
    // Of the same body and secret.
    const delivery = deliveryOf(
      { 'x-hub-signature': 'sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59' },
      'Hello, World!',
    );

    expect(githubScheme.verify(delivery, [KEY], NOW)).toEqual(REFUSED);
  });

  test.each(['sha1=', 'SHA256=', '', 'sha256:'])('is not taken as %j and the digest', async (prefix) => {
    const signature = (await octokit.sign('{}')).replace('sha256=', prefix);

    expect(githubScheme.verify(deliveryOf({ 'x-hub-signature-256': signature }, '{}'), [KEY], NOW)).toEqual(REFUSED);
  });
});

describe("GitHub's example payloads", () => {
  test('are here', () => {
    expect(definitions.length).toBeGreaterThan(50);
  });

  test.each(definitions)(
    'of $name are taken as Octokit signs them, and refused with one byte changed',
    async ({ examples }) => {
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        const text = JSON.stringify(example);
        const good = deliveryOf({ 'x-hub-signature-256': await octokit.sign(text) }, text);
        expect(githubScheme.verify(good, [KEY], NOW)).toEqual({ verified: true, key: KEY });

        const body = Buffer.from(text);
        const middle = body.length >> 1;
        body[middle] = (body[middle] ?? 0) ^ 1;
        expect(githubScheme.verify({ ...good, body }, [KEY], NOW)).toEqual(REFUSED);
      }
    },
  );
});
