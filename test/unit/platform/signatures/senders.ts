import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { Webhooks } from '@octokit/webhooks';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Webhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { base64HmacScheme } from '../../../../src/platform/signatures/base64-hmac-scheme.js';
import { githubScheme } from '../../../../src/platform/signatures/github-scheme.js';
import { googleChannelScheme } from '../../../../src/platform/signatures/google-channel-scheme.js';
import { googlePubsubScheme } from '../../../../src/platform/signatures/google-pubsub-scheme.js';
import type { SignatureScheme, WebhookKey } from '../../../../src/platform/signatures/signature-scheme.js';
import { slackScheme } from '../../../../src/platform/signatures/slack-scheme.js';
import { standardWebhooksScheme } from '../../../../src/platform/signatures/standard-webhooks-scheme.js';
import { stripeScheme } from '../../../../src/platform/signatures/stripe-scheme.js';
import { URL_OF_HUB } from './delivery.js';

/** Whoever sends under a scheme, by a signer that is not ours: the vendor's where it has one. */
export interface Sender {
  scheme: SignatureScheme;
  key: WebhookKey;
  /** Other keys of the same kind. */
  otherKeys: readonly [WebhookKey, WebhookKey];
  /** @param seconds Unix time of the signature. */
  headers(body: string, seconds: number): Record<string, string> | Promise<Record<string, string>>;
  /** The header that holds the proof. */
  proof: string;
  /** The header, or the part of the proof, that holds the signed time. */
  time?: { header: string; put(value: string, seconds: string): string };
  /** Whether the proof is over the body. */
  signsBody: boolean;
}

const ID = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';

const stripe: Sender = {
  scheme: stripeScheme,
  key: { secret: 'whsec_stripe' },
  otherKeys: [{ secret: 'whsec_other' }, { secret: 'whsec_third' }],
  headers: (payload, timestamp) => ({
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, timestamp, secret: 'whsec_stripe' }),
  }),
  proof: 'stripe-signature',
  time: { header: 'stripe-signature', put: (value, seconds) => value.replace(/^t=[^,]*/, `t=${seconds}`) },
  signsBody: true,
};

/** Slack's SDKs only verify; this is its documentation's recipe. */
const slack: Sender = {
  scheme: slackScheme,
  key: { secret: '8f742231b10e8888abcd99yyyzzz85a5' },
  otherKeys: [{ secret: 'other' }, { secret: 'third' }],
  headers: (body, seconds) => ({
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${createHmac('sha256', '8f742231b10e8888abcd99yyyzzz85a5').update(`v0:${seconds}:${body}`).digest('hex')}`,
  }),
  proof: 'x-slack-signature',
  time: { header: 'x-slack-request-timestamp', put: (_, seconds) => seconds },
  signsBody: true,
};

const octokit = new Webhooks({ secret: 'github-secret' });

const github: Sender = {
  scheme: githubScheme,
  key: { secret: 'github-secret' },
  otherKeys: [{ secret: 'other' }, { secret: 'third' }],
  // Octokit signs no empty body.
  headers: async (body) => ({
    'x-hub-signature-256':
      body === ''
        ? `sha256=${createHmac('sha256', 'github-secret').update('').digest('hex')}`
        : await octokit.sign(body),
  }),
  proof: 'x-hub-signature-256',
  signsBody: true,
};

const shopify: Sender = {
  scheme: base64HmacScheme({ name: 'X-Shopify-Hmac-Sha256', header: 'x-shopify-hmac-sha256' }),
  key: { secret: 'shopify-secret' },
  otherKeys: [{ secret: 'other' }, { secret: 'third' }],
  headers: (body) => ({
    'x-shopify-hmac-sha256': createHmac('sha256', 'shopify-secret').update(body).digest('base64'),
  }),
  proof: 'x-shopify-hmac-sha256',
  signsBody: true,
};

const standardWebhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');

const standardWebhooks: Sender = {
  scheme: standardWebhooksScheme,
  key: { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  otherKeys: [{ secret: 'whsec_b3RoZXI=' }, { secret: 'third' }],
  headers: (body, seconds) => ({
    'webhook-id': ID,
    'webhook-timestamp': String(seconds),
    'webhook-signature': standardWebhook.sign(ID, new Date(seconds * 1000), body),
  }),
  proof: 'webhook-signature',
  time: { header: 'webhook-timestamp', put: (_, seconds) => seconds },
  signsBody: true,
};

const ed25519 = generateKeyPairSync('ed25519');
const publicKeyText = (key: typeof ed25519.publicKey) =>
  `whpk_${Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`;

/** The reference library has no ed25519; this is the specification's recipe. */
const asymmetricStandardWebhooks: Sender = {
  ...standardWebhooks,
  scheme: { ...standardWebhooksScheme, name: 'Standard Webhooks, ed25519', sign: undefined },
  key: { secret: publicKeyText(ed25519.publicKey) },
  otherKeys: [{ secret: publicKeyText(generateKeyPairSync('ed25519').publicKey) }, { secret: 'whsec_b3RoZXI=' }],
  headers: (body, seconds) => ({
    'webhook-id': ID,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1a,${sign(null, Buffer.from(`${ID}.${seconds}.${body}`), ed25519.privateKey).toString('base64')}`,
  }),
};

const googleChannel: Sender = {
  scheme: googleChannelScheme,
  key: { secret: 'channel-token', subscription: { externalId: 'channel-1', resource: 'resource-1' } },
  otherKeys: [
    { secret: 'other', subscription: { externalId: 'channel-1', resource: 'resource-1' } },
    { secret: 'channel-token', subscription: { externalId: 'channel-2', resource: 'resource-1' } },
  ],
  headers: () => ({
    'x-goog-channel-id': 'channel-1',
    'x-goog-channel-token': 'channel-token',
    'x-goog-resource-id': 'resource-1',
    'x-goog-resource-state': 'exists',
  }),
  proof: 'x-goog-channel-token',
  signsBody: false,
};

const SERVICE_ACCOUNT = 'push@acme.iam.gserviceaccount.com';
const google = await generateKeyPair('RS256');

const googlePubsub: Sender = {
  scheme: googlePubsubScheme({
    jwks: createLocalJWKSet({ keys: [{ ...(await exportJWK(google.publicKey)), kid: 'k1', alg: 'RS256' }] }),
  }),
  key: { secret: SERVICE_ACCOUNT },
  otherKeys: [{ secret: 'push@other.iam.gserviceaccount.com' }, { secret: 'third@acme.iam.gserviceaccount.com' }],
  headers: async (_, seconds) => {
    const token = new SignJWT({ email: SERVICE_ACCOUNT, email_verified: true })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT' })
      .setIssuer('https://accounts.google.com')
      .setAudience(URL_OF_HUB)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 3600);
    return { authorization: `Bearer ${await token.sign(google.privateKey)}` };
  },
  proof: 'authorization',
  signsBody: false,
};

export const senders: readonly Sender[] = [
  stripe,
  slack,
  github,
  shopify,
  standardWebhooks,
  asymmetricStandardWebhooks,
  googleChannel,
  googlePubsub,
];
