import type { Handler } from './serve.js';

/** A path that the emulator lacks. */
export const GMAIL_PROFILE = '/gmail/v1/users/me/profile';

/** Whose mailbox it is, and where its history stands, which the emulator tells with an empty list of it. */
export async function answerProfile(emulator: Handler, request: Request, emailAddress: string): Promise<Response> {
  const history = new URL('/gmail/v1/users/me/history?startHistoryId=0&maxResults=1', request.url);
  const answer = await emulator(new Request(history, { headers: request.headers }));
  if (!answer.ok) return answer;
  const { historyId } = (await answer.json()) as { historyId: string };
  return Response.json({ emailAddress, historyId });
}
