// What every provider has to hold to, whatever it is: also the list of what is left to do for a new one.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { actionMutation } from '../../../src/integrations/action-mutation.js';
import type { Delivery } from '../../../src/platform/signatures/signature-scheme.js';
import { providers } from '../../../src/providers/index.js';
import type { RateLimit, WebhookDefinition, WebhookSample } from '../../../src/providers/provider.js';
import { createSchema } from '../../../src/schema.js';
import { nextDueAt } from '../../../src/syncs/sync-schedule.js';
import { readDocument, ROOT } from '../../kit/docs.js';

const NOW = Date.UTC(2026, 10, 24, 12);

/** Begins with a capital, ends with a full stop, and says more than a word or two. */
const SENTENCE = /^\p{Lu}[^\n]*\s[^\n]*\s[^\n]*\.$/u;

const HUB = 'https://hub.example/webhooks';
const schema = createSchema(providers);
const tests = new Map(
  globSync('test/{contract,feature}/**/*.test.ts', { cwd: ROOT })
    .filter((path) => !path.endsWith('every-provider.test.ts'))
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);

const duplicatesIn = (names: readonly string[]) => names.filter((name, place) => names.indexOf(name) !== place);

test('no two providers share an id, a name or a model', () => {
  expect(duplicatesIn(providers.map(({ id }) => id))).toEqual([]);
  expect(duplicatesIn(providers.map(({ name }) => name))).toEqual([]);
  expect(duplicatesIn(providers.flatMap(({ models }) => models.map(({ name }) => name)))).toEqual([]);
});

describe.each(providers)('$name', ({ id, name, docsUrl, endpoints, auth, limits, models, actions, webhook }) => {
  test('has a slug for an id, and actions of different names', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/);
    expect(duplicatesIn(actions.map((action) => action.name))).toEqual([]);
    expect(models.length).toBeGreaterThan(0);
  });

  test('has https addresses only, the base of its API ending in a slash', () => {
    const addresses = [docsUrl, ...Object.values(endpoints)];

    expect(addresses.filter((address) => new URL(address).protocol !== 'https:')).toEqual([]);
    expect(endpoints.apiUrl).toMatch(/\/$/);
  });

  test.runIf(auth.some(({ method }) => method === 'OAUTH2'))('says where people consent and where tokens are', () => {
    expect(Object.keys(endpoints)).toEqual(expect.arrayContaining(['authorizationUrl', 'tokenUrl']));
  });

  test('says in a sentence why it asks for each scope', () => {
    const scopes = auth.flatMap((way) => (way.method === 'OAUTH2' ? way.scopes : []));

    expect(auth.length).toBeGreaterThan(0);
    expect(scopes.filter(({ reason }) => !SENTENCE.test(reason))).toEqual([]);
    expect(duplicatesIn(scopes.map((scope) => scope.name))).toEqual([]);
  });

  test('says how much the provider takes', () => {
    const declared = [limits.integration, ...(limits.app === undefined ? [] : [limits.app])];

    expect(declared.filter((limit) => !isPositive(limit))).toEqual([]);
  });

  test.each(models)('$name has schedules that can be read', ({ schedule: { full, incremental } }) => {
    const next = [full, incremental ?? full].map((schedule) => nextDueAt(schedule, id, NOW));

    expect(next.filter((at) => at <= NOW)).toEqual([]);
  });

  test.each([...models, ...actions].map((part) => part.name))('%s is named by a test', (part) => {
    const naming = [...tests].filter(([, code]) => new RegExp(`\\b${part}\\b`).test(code)).map(([path]) => path);

    expect(naming).not.toEqual([]);
  });

  test('has a page of documentation that names every part of it, linked from README', () => {
    const page = `docs/providers/${id}.md`;

    expect(existsSync(join(ROOT, page)), page).toBe(true);
    const text = readDocument(page);
    const parts = [...models, ...actions].map((part) => part.name);
    expect(text).toMatch(new RegExp(`^# ${name}\n`));
    expect(parts.filter((part) => !text.includes(`\`${part}\``))).toEqual([]);
    expect(text.includes('\n## Webhooks\n')).toBe(webhook !== undefined);
    expect(readDocument('README.md').includes(`](${page})`), `README.md links ${page}`).toBe(true);
  });

  test('describes every action, and every field that it takes or gives', () => {
    for (const { description } of actions) expect(description).toMatch(SENTENCE);
    expect(actions.flatMap((action) => undescribedOf(actionMutation(id, action.name)))).toEqual([]);
  });

  test('has samples of what it pushes, each named as it is read', () => {
    const samples = Object.entries(webhook?.samples ?? {});
    const types = samples.map(([, make]) =>
      typeOf(webhook as WebhookDefinition, make({ account: 'account-1', now: NOW })),
    );

    expect(samples.length > 0).toBe(webhook !== undefined);
    expect(types).toEqual(samples.map(([type]) => type));
    expect(models.some(({ supportsRealtime }) => supportsRealtime)).toBe(webhook !== undefined);
  });
});

function isPositive({ requests, perMs }: RateLimit): boolean {
  return requests > 0 && perMs > 0;
}

/** What a sample is read as, with the headers that its provider sends. */
function typeOf({ scheme, read }: WebhookDefinition, { body, headers = {} }: WebhookSample): string {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const key = { secret: 'a-secret', subscription: { externalId: 'channel-1', resource: 'resource-1' } };
  const signed = scheme.sign?.({ body: bytes, key, id: 'delivery-1', now: NOW, url: HUB }) ?? {};
  const sent = Object.entries({ ...headers, ...signed }).map(([header, value]) => [header, [value]] as const);
  const reading = read({ headers: Object.fromEntries(sent), body: bytes, url: HUB } satisfies Delivery);
  return reading.kind === 'EVENT' ? reading.type : reading.kind;
}

/** Fields of an action that people have to guess at, as `SlackPostMessageInput.text`. */
function undescribedOf(mutation: string): string[] {
  const { args, type } = schema.getMutationType()!.getFields()[mutation] as GraphQLField<unknown, unknown>;
  const output = (getNamedType(type) as GraphQLObjectType).getFields().output as GraphQLField<unknown, unknown>;
  const [input] = args as [GraphQLArgument];
  return [getNamedType(input.type), getNamedType(output.type)].flatMap(undescribedIn);
}

function undescribedIn(type: GraphQLNamedType): string[] {
  if (!isInputObjectType(type) && !isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    ...(field.description ? [] : [`${type.name}.${field.name}`]),
    ...undescribedIn(getNamedType(field.type as GraphQLType)),
  ]);
}
