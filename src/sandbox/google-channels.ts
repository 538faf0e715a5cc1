import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';

const wanted = z.object({
  id: z.string().min(1),
  address: z.url(),
  token: z.string().optional(),
  params: z.object({ ttl: z.coerce.number().int().positive() }).optional(),
});

const DEFAULT_TTL_SECONDS = 604_800;

/** So that whoever opened the channel knows of it when its first message comes. */
const BEFORE_FIRST_MESSAGE_MS = 500;

/** Paths that the emulator lacks. */
export function isAboutChannels(pathname: string): boolean {
  return pathname.endsWith('/events/watch') || pathname === '/calendar/v3/channels/stop';
}

/**
 * Opens and stops notification channels as Google does, but to any address. A channel gets its first message,
 * which says that it is open; no other, since nobody changes the events of the made-up team.
 * @see https://developers.google.com/workspace/calendar/api/guides/push
 */
export async function answerChannels(request: Request, signal: AbortSignal): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!pathname.endsWith('/watch')) return new Response(null, { status: 204 });
  const parsed = wanted.safeParse(await request.json());
  if (!parsed.success) return badRequest();
  const { id, address, token, params } = parsed.data;
  const resourceId = createHash('sha256').update(pathname).digest('base64url').slice(0, 27);
  const resourceUri = `https://www.googleapis.com${pathname.replace(/\/watch$/, '')}?alt=json`;
  const expiration = Date.now() + (params?.ttl ?? DEFAULT_TTL_SECONDS) * 1000;
  const headers = {
    'x-goog-channel-id': id,
    'x-goog-channel-expiration': new Date(expiration).toUTCString(),
    'x-goog-message-number': '1',
    'x-goog-resource-id': resourceId,
    'x-goog-resource-state': 'sync',
    'x-goog-resource-uri': resourceUri,
    ...(token !== undefined && { 'x-goog-channel-token': token }),
  };
  void sendLater(address, headers, signal);
  return Response.json({ kind: 'api#channel', id, resourceId, resourceUri, token, expiration: String(expiration) });
}

function badRequest(): Response {
  return Response.json({ error: { code: 400, errors: [{ reason: 'badRequest' }] } }, { status: 400 });
}

async function sendLater(address: string, headers: Record<string, string>, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(BEFORE_FIRST_MESSAGE_MS, undefined, { signal, ref: false });
    const answer = await fetch(address, { method: 'POST', headers, signal });
    await answer.body?.cancel();
  } catch {
    // As at Google: who does not listen hears nothing.
  }
}
