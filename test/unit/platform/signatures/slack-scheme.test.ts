import { describe, expect, test } from 'vitest';
import { slackScheme } from '../../../../src/platform/signatures/slack-scheme.js';
import { deliveryOf, REFUSED, URL_OF_HUB } from './delivery.js';

/** The example of https://docs.slack.dev/authentication/verifying-requests-from-slack; @slack/bolt 5.1.0 takes it too. */
const KEY = { secret: '8f742231b10e8888abcd99yyyzzz85a5' };
const SIGNED_AT = 1531420618;
const HEADERS = {
  'x-slack-request-timestamp': String(SIGNED_AT),
  'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
};
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
  '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
  '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

const verify = (headers: Record<string, string>, now = SIGNED_AT * 1000) =>
  slackScheme.verify(deliveryOf(headers, BODY), [KEY], now);

describe('X-Slack-Signature', () => {
  test("is as in Slack's documentation", () => {
    expect(verify(HEADERS)).toEqual({ verified: true, key: KEY });
    expect(
      slackScheme.sign!({ body: Buffer.from(BODY), key: KEY, id: '1', now: SIGNED_AT * 1000, url: URL_OF_HUB }),
    ).toEqual(HEADERS);
  });

  test('of that example is refused today', () => {
    expect(verify(HEADERS, Date.UTC(2026, 0, 1))).toEqual(REFUSED);
  });

  test.each(['v1=', 'V0=', '', 'v0'])('is not taken as %s', (version) => {
    const signature = HEADERS['x-slack-signature'].replace('v0=', version);

    expect(verify({ ...HEADERS, 'x-slack-signature': signature })).toEqual(REFUSED);
  });
});
