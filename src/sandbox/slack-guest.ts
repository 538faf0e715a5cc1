import { z } from 'zod';
import type { Handler } from './serve.js';
import type { Installation } from './slack-events.js';

const identity = z.object({ team_id: z.string(), user_id: z.string(), app_id: z.string().default('') });

const channelList = z.object({ channels: z.array(z.object({ id: z.string() })) });

/**
 * Invites the app to every channel of the team, as its people would, before its first call: the emulator
 * seeds channels without it. Gives whose app it is. Once for each start of the emulator, which forgets.
 */
export function slackGuest(emulator: Handler): (token: string) => Promise<Installation> {
  let installation: Promise<Installation> | null = null;
  return async (token) => {
    installation ??= settleIn(emulator, token);
    try {
      return await installation;
    } catch (error) {
      installation = null;
      throw error;
    }
  };
}

async function settleIn(emulator: Handler, token: string): Promise<Installation> {
  const ask = async (method: string, fields: Record<string, string>): Promise<unknown> => {
    const answer = await emulator(
      new Request(`http://localhost/api/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(fields),
      }),
    );
    return answer.json();
  };
  const { team_id: teamId, user_id: botUserId, app_id: appId } = identity.parse(await ask('auth.test', {}));
  const { channels } = channelList.parse(await ask('conversations.list', { limit: '1000' }));
  await Promise.all(channels.map(({ id }) => ask('conversations.join', { channel: id })));
  return { teamId, botUserId, appId };
}
