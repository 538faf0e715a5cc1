import { z } from 'zod';

/** Dotted, from the top of a JSON answer: `data.items`, `meta.next`. */
const jsonPath = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'Names with dots between them, e.g. data.items.')
  .max(200);
const parameterName = z.string().min(1).max(100);
const address = z.url({ protocol: /^https?$/ }).max(2_000);
const oneLine = z
  .string()
  .trim()
  .min(1)
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'One line of text.');

const declaredScope = z
  .object({
    name: z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'As RFC 6749 allows it: no blanks, quotes or backslashes.'),
    reason: oneLine.max(300).describe('Why the hub asks for it, in words for the person who consents.'),
  })
  .meta({ title: 'Scope', description: 'A permission that is asked of every account.' });

const oauth = z
  .object({
    issuer: address
      .optional()
      .describe(
        'Where the service describes itself (OpenID Connect Discovery or RFC 8414). The hub reads the addresses below there, once, when the provider is declared; those that are given count instead.',
      ),
    authorizationUrl: address.optional().describe('Where the browser is sent. Needed where there is no issuer.'),
    tokenUrl: address.optional().describe('Needed where there is no issuer.'),
    revocationUrl: address.optional().describe('RFC 7009.'),
    userinfoUrl: address.optional().describe('Says who the account is, as OpenID Connect has it.'),
    clientAuthentication: z
      .enum(['CLIENT_SECRET_BASIC', 'CLIENT_SECRET_POST', 'NONE'])
      .meta({ title: 'ClientAuthentication', description: 'How the hub proves who it is to a token endpoint.' })
      .optional()
      .describe(
        'How the hub proves who it is to the token endpoint; NONE for a public client, which has no secret. What the issuer says, else CLIENT_SECRET_BASIC.',
      ),
    pkce: z.boolean().default(true).describe('RFC 7636 with S256. False only for a service that refuses it.'),
    scopes: z.array(declaredScope).max(100).default([]),
    scopeSeparator: z
      .enum(['SPACE', 'COMMA'])
      .meta({ title: 'ScopeSeparator', description: 'What stands between scopes; a space, as RFC 6749 has it.' })
      .default('SPACE'),
    authorizationParameters: z
      .record(parameterName, z.string().max(1_000))
      .default({})
      .describe('Further parameters of the authorization request, by name, e.g. {"access_type": "offline"}.'),
  })
  .meta({ title: 'OAuth', description: 'How accounts are linked.' });

const account = z
  .object({
    path: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .describe('From apiUrl, e.g. me. Where left out, the userinfoUrl is asked.'),
    id: jsonPath.default('sub').describe('Where its answer has the id of the account.'),
    label: jsonPath.optional().describe('Where it has what a person calls the account: a name or an address.'),
  })
  .meta({ title: 'Account', description: 'One call that says who the linked account is.' });

const paging = z
  .object({
    style: z.enum(['NONE', 'CURSOR', 'LINK', 'PAGE', 'OFFSET']).meta({
      title: 'PagingStyle',
      description:
        'CURSOR: the answer names the next page, which is asked for by a parameter. LINK: the answer has the address of the next page, in its body or its Link header (RFC 8288, rel="next"). PAGE: pages are counted from 1. OFFSET: items are counted from 0. NONE: one answer has all.',
    }),
    next: jsonPath
      .optional()
      .describe('Of CURSOR and LINK: where the answer names the next page. Of LINK, the Link header where left out.'),
    parameter: parameterName.optional().describe('Of CURSOR, PAGE and OFFSET: what the next page is asked for by.'),
    sizeParameter: parameterName.optional().describe('Parameter for how many items a page holds.'),
    size: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('Items on a page. Of PAGE and OFFSET the last one holds fewer.'),
  })
  .meta({ title: 'Paging', description: 'How a list goes on.' });

const changedSince = z
  .object({
    parameter: parameterName.describe('E.g. updated_since.'),
    format: z
      .enum(['ISO_8601', 'UNIX_SECONDS', 'UNIX_MILLISECONDS'])
      .meta({ title: 'TimeFormat', description: 'How a time is written.' })
      .default('ISO_8601'),
  })
  .meta({ title: 'ChangedSince', description: 'Parameter by which only what changed since a time is listed.' });

const schedule = oneLine.max(100);

const model = z
  .object({
    name: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]{0,59}$/, 'PascalCase, e.g. AcmeContact.')
      .describe('Its name on records, e.g. AcmeContact.'),
    path: z.string().min(1).max(1_000).describe('Of the list, from apiUrl, e.g. contacts.'),
    query: z
      .record(parameterName, z.string().max(1_000))
      .default({})
      .describe('Further parameters of the list, by name, e.g. {"include": "company"}.'),
    items: jsonPath.optional().describe('Where the answer has its items; left out where it is itself a list.'),
    id: jsonPath.default('id').describe('Where an item has its id: a text or a number.'),
    updatedAt: jsonPath
      .optional()
      .describe(
        'Where an item has the time of its last change (RFC 3339, or a Unix time). No older state then overwrites a newer.',
      ),
    deleted: jsonPath
      .optional()
      .describe('Where an item says that it is deleted: true, or any text or number but an empty one or 0.'),
    paging: paging.optional().describe('NONE where left out.'),
    changedSince: changedSince.optional().describe('Incremental runs need it; without it every run reads everything.'),
    fullSchedule: schedule.default('1 day').describe('Cron expression or interval.'),
    incrementalSchedule: schedule.default('15 minutes').describe('Cron expression or interval.'),
  })
  .meta({
    title: 'Model',
    description: 'A list of the API that is kept in step, as records of the type GenericRecord.',
  });

/**
 * What an operator says of an OAuth 2.0 service, for the hub to link accounts there, call it, and sync lists of
 * its JSON API, without code.
 */
export const providerDeclaration = z
  .object({
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower-case words with hyphens, e.g. acme-crm.')
      .max(60)
      .describe('Slug, in addresses and everywhere else: lower-case words with hyphens. It stays.'),
    name: oneLine.max(60).describe('What people call it.'),
    category: oneLine.max(60).default('other').describe('E.g. crm, messaging.'),
    docsUrl: address.optional().describe('Documentation of its API.'),
    apiUrl: address.describe('Base of its API; paths are taken from here.'),
    oauth,
    account: account.optional().describe('The userinfoUrl, with sub for an id, where left out.'),
    requestsPerMinute: z.int().min(1).max(100_000).default(60).describe('How much it takes of one account.'),
    models: z.array(model).max(50).default([]),
  })
  .describe('What the hub has to know of an OAuth 2.0 service.');

export type ProviderDeclaration = z.output<typeof providerDeclaration>;
export type DeclaredModel = ProviderDeclaration['models'][number];

/** A declaration in which nothing is left to be found out: what its issuer said is in it. */
export type ResolvedDeclaration = ProviderDeclaration & {
  oauth: { authorizationUrl: string; tokenUrl: string };
};
