import { z } from 'zod';
import { findHubError, HubError, type ErrorCode } from '../../platform/errors/hub-error.js';
import type { AnswerMeaning } from '../provider.js';
import { missingScopes } from './missing-scopes.js';

/** @see https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
const errorBody = z.object({
  message: z.string().optional(),
  errors: z
    .array(z.union([z.string(), z.object({ field: z.string().optional(), message: z.string().optional() })]))
    .optional()
    .catch(undefined),
});

/** The SDK's error as far as it is read here; by shape, for the SDK is loaded late. */
const sdkError = z.object({
  status: z.number(),
  response: z.object({ data: z.unknown(), headers: z.record(z.string(), z.unknown()) }),
});

/**
 * GitHub says with 403, too, that it is called too often. Until when stands in the headers, which the hub
 * reads: `retry-after` of the secondary limits, `x-ratelimit-reset` of the hourly one.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function meaningOfGitHub({ status, body }: { status: number; body: unknown }): AnswerMeaning {
  return status === 403 && /rate limit|abuse detection/i.test(messageIn(body)) ? 'RATE_LIMITED' : null;
}

/** HTTP status of the answer that an error comes from; null where none came. */
export function statusOf(error: unknown): number | null {
  const parsed = sdkError.safeParse(error);
  return parsed.success ? parsed.data.status : (findHubError(error)?.status ?? null);
}

/** All that GitHub says in an error, for looking for a known phrase in it. */
export function wordsOf(error: unknown): string {
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) return '';
  const body = errorBody.safeParse(parsed.data.response.data).data;
  const details = (body?.errors ?? []).map((detail) => (typeof detail === 'string' ? detail : (detail.message ?? '')));
  return [body?.message ?? '', ...details].join('\n');
}

/** What a person can do about a refusal, by a phrase of GitHub's. */
const REFUSALS: readonly (readonly [phrase: RegExp, ErrorCode, string])[] = [
  [
    /archived/i,
    'BAD_INPUT',
    'That GitHub repository is archived and takes no changes. Choose another, or unarchive it at GitHub.',
  ],
  [
    /issues (are|has been|have been) disabled/i,
    'BAD_INPUT',
    'Issues are switched off in that GitHub repository. Choose another, or switch them on in its settings at GitHub.',
  ],
  [
    /reachable over the public internet/i,
    'PROVIDER_REJECTED',
    'GitHub delivers webhooks to public addresses only. Whoever runs this service has to give it one (HUB_PUBLIC_URL).',
  ],
  [
    /more than 20 hooks/i,
    'PROVIDER_REJECTED',
    'That GitHub repository has as many webhooks as GitHub allows. Remove one in its settings at GitHub.',
  ],
  [
    /must have admin rights/i,
    'PROVIDER_REJECTED',
    'Only who administers that GitHub repository may do this. Ask for admin rights, or choose another repository.',
  ],
  [
    /OAuth App access restrictions/i,
    'PROVIDER_REJECTED',
    'The GitHub organization has not approved this app. One of its owners can, in its settings at GitHub.',
  ],
  [
    /account (was|is|has been) suspended/i,
    'PROVIDER_REJECTED',
    'GitHub has suspended this account. Its owner can ask GitHub Support.',
  ],
];

/** The SDK's error in words a person can act on; null where its status already says all. */
export function githubErrorOf(error: unknown): HubError | null {
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) return null;
  const { status, response } = parsed.data;
  if (status < 400 || status >= 500) return null;
  const [code, message] = rightsIn(response.headers, wordsOf(error)) ?? refusalOf(status, wordsOf(error), response);
  return new HubError(code, message, { status, cause: error });
}

type Words = readonly [ErrorCode, string];

/** What the credentials lack; null where it is something else. */
function rightsIn(headers: Record<string, unknown>, words: string): Words | null {
  const sso = headers['x-github-sso'];
  if (typeof sso === 'string' && /^required\b/.test(sso)) {
    return [
      'REAUTHORIZATION_REQUIRED',
      'A GitHub organization lets in only who signed in by its single sign-on. Sign in there, then connect GitHub again; or authorize the token for the organization in your GitHub settings.',
    ];
  }
  const missing = missingScopes(headers);
  if (missing === null && !/not accessible by/i.test(words)) return null;
  const what = missing === null ? '' : ` (${missing})`;
  return [
    'REAUTHORIZATION_REQUIRED',
    `GitHub was connected without a permission that this needs${what}. Connect it again and allow it, or give its token the permission.`,
  ];
}

function refusalOf(status: number, words: string, response: { data: unknown }): Words {
  const [, ...known] = REFUSALS.find(([phrase]) => phrase.test(words)) ?? [];
  if (known.length === 2) return known;
  if (status === 404) {
    return [
      'BAD_INPUT',
      'GitHub has no such thing, or this account may not see it. Check the owner and the name of the repository.',
    ];
  }
  if (status === 403) return ['PROVIDER_REJECTED', 'GitHub does not let this account do that.'];
  if (status === 410) return ['BAD_INPUT', 'GitHub no longer has that.'];
  if (status === 422)
    return ['BAD_INPUT', `GitHub does not accept ${fieldsIn(response.data)}. Correct it and send it again.`];
  return [
    'PROVIDER_REJECTED',
    `GitHub did not accept the request (HTTP ${status}). Try again; if it stays, report it to whoever runs this service.`,
  ];
}

/** The names of fields only: GitHub's words may quote what was sent. */
function fieldsIn(body: unknown): string {
  const { errors = [] } = errorBody.safeParse(body).data ?? {};
  const fields = errors.flatMap((detail) => (typeof detail === 'string' ? [] : [detail.field ?? '']));
  const names = [...new Set(fields)].filter((field) => /^[a-z_]{1,40}$/i.test(field));
  return names.length === 0 ? 'what was sent' : names.join(', ');
}

function messageIn(body: unknown): string {
  return errorBody.safeParse(body).data?.message ?? '';
}
