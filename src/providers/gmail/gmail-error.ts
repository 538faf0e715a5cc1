import { HubError, type ErrorCode } from '../../platform/errors/hub-error.js';
import { refusalOf, type GoogleRefusal } from '../google/google-error.js';

type Words = readonly [ErrorCode, string];

/** What a person can do about a refusal, by Google's word. */
const REFUSALS: Readonly<Record<string, Words>> = {
  insufficientPermissions: [
    'REAUTHORIZATION_REQUIRED',
    'Gmail was connected without permission to read or send mail. Connect it again and leave every box ticked.',
  ],
  accessNotConfigured: [
    'PROVIDER_REJECTED',
    'The Gmail API is switched off for this service. Whoever runs it can switch it on in the Google Cloud console.',
  ],
  failedPrecondition: [
    'PROVIDER_REJECTED',
    'This Google account cannot do that: it may have no Gmail. Open Gmail once with it, then try again.',
  ],
  domainPolicy: [
    'PROVIDER_REJECTED',
    'The administrators of this Google account do not let apps use its Gmail. They can allow it.',
  ],
  invalidArgument: [
    'BAD_INPUT',
    'Gmail does not accept what was sent. Check the addresses and the ids, then send it again.',
  ],
};

/**
 * The SDK's error in words a person can act on; null where its status already says all.
 * @see https://developers.google.com/workspace/gmail/api/guides/handle-errors
 */
export function gmailErrorOf(error: unknown): HubError | null {
  const refusal = refusalOf(error);
  if (refusal === null) return null;
  const [code, message] = wordsOf(refusal);
  return new HubError(code, message, { status: refusal.status, cause: error });
}

function wordsOf({ status, reason }: GoogleRefusal): Words {
  const known = reason === null ? undefined : REFUSALS[reason];
  if (known !== undefined) return known;
  if (status === 403) return ['PROVIDER_REJECTED', 'Gmail does not let this account do that.'];
  if (status === 404) return ['BAD_INPUT', 'Gmail has no such message. It may have been deleted.'];
  if (status === 413) return ['BAD_INPUT', 'The message is too large for Gmail. Send smaller attachments.'];
  return [
    'PROVIDER_REJECTED',
    `Gmail did not accept the request (${reason ?? `HTTP ${status}`}). Try again; if it stays, report it to whoever runs this service.`,
  ];
}
