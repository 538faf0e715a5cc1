import { z } from 'zod';
import { checkProviderAddress } from '../integrations/provider-address.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { OutboundEndpointKind } from './outbound-state.js';

const FIELD = ['input', 'address'];
const MAX_LENGTH = 2_000;

/** Where an endpoint is, and what may be shown of that. */
export interface EndpointAddress {
  address: string;
  shownAddress: string;
}

export interface AddressRules {
  allowPrivateEndpoints: boolean;
  /** Whether the hub has a mail server to hand mail in. */
  canMail: boolean;
}

/** @throws HubError BAD_INPUT where it is no address of that kind, or one where the hub does not go. */
export function readAddress(kind: OutboundEndpointKind, text: string, rules: AddressRules): EndpointAddress {
  if (text.length > MAX_LENGTH) throw refused(`address must have at most ${MAX_LENGTH} characters.`);
  return kind === 'EMAIL' ? mailbox(text.trim(), rules) : httpAddress(kind, text.trim(), rules);
}

function httpAddress(kind: 'WEBHOOK' | 'SLACK', text: string, rules: AddressRules): EndpointAddress {
  const url = checkProviderAddress(text, FIELD, rules.allowPrivateEndpoints);
  const query = url.search === '' ? '' : '?…';
  // Slack's path is what lets anybody post.
  const shownAddress = kind === 'SLACK' ? `${url.origin}/…` : `${url.origin}${url.pathname}${query}`;
  return { address: url.href, shownAddress };
}

function mailbox(text: string, { canMail }: AddressRules): EndpointAddress {
  if (!canMail) throw refused('The hub sends no mail yet: set HUB_SMTP_URL and HUB_SMTP_FROM.', ['input', 'kind']);
  if (!z.email().safeParse(text).success) throw refused('address must be one mailbox, such as ops@example.com.');
  return { address: text, shownAddress: text };
}

function refused(message: string, field: readonly string[] = FIELD): HubError {
  return new HubError('BAD_INPUT', message, { field });
}
