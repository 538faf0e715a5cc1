import { findHubError, HubError } from '../platform/errors/hub-error.js';
import type { Caller, RequestHeaders } from '../platform/graphql/caller.js';
import { traceparentOf } from '../platform/tracing/traceparent.js';
import type { Authenticator } from './authenticator.js';
import type { Viewer } from './viewer.js';

const INTRODUCE_YOURSELF =
  'Say who you are: send "Authorization: Bearer <operator key or token>", or sign in at the web page. ' +
  'Over WebSocket the same goes into connectionParams.authorization.';

/** Who sends a GraphQL operation; a wrong proof is a refusal, not an exception. */
export async function identifyCaller<Context>(
  authenticator: Authenticator,
  headers: RequestHeaders,
  contexts: { ofOperation(viewer: Viewer): Context; ofEvent(viewer: Viewer): Context },
): Promise<Caller<Context>> {
  try {
    const viewer = await authenticator.authenticate(headers);
    if (viewer === null)
      return { known: false, isAnonymous: true, refusal: new HubError('UNAUTHENTICATED', INTRODUCE_YOURSELF) };
    const { expiresAt } = viewer;
    const traceparent = traceparentOf(headers.traceparent);
    const [createContext, eventContext] = [() => contexts.ofOperation(viewer), () => contexts.ofEvent(viewer)];
    return { known: true, expiresAt, traceparent, createContext, eventContext };
  } catch (error) {
    const refusal = findHubError(error);
    if (refusal === null) throw error;
    return { known: false, isAnonymous: false, refusal };
  }
}
