import { Redis } from 'ioredis';
import type { SharedWindow, SharedWindows } from './shared-windows.js';

/**
 * Gives a permit of every window or of none. A window is a list of when the last ones were given, by Redis'
 * own clock, as long as its limit at most; beside it a key says until when it is paused.
 * KEYS: a list and a pause for each window. ARGV: requests and perMs for each.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local longest, blocking = 0, 0
for place = 1, #KEYS, 2 do
  local requests, perMs = tonumber(ARGV[place]), tonumber(ARGV[place + 1])
  local freeAt = tonumber(redis.call('GET', KEYS[place + 1]) or '0')
  if redis.call('LLEN', KEYS[place]) >= requests then
    freeAt = math.max(freeAt, tonumber(redis.call('LINDEX', KEYS[place], requests - 1)) + perMs)
  end
  if freeAt - now > longest then longest, blocking = freeAt - now, (place + 1) / 2 end
end
if blocking > 0 then return { blocking, longest } end
for place = 1, #KEYS, 2 do
  redis.call('LPUSH', KEYS[place], now)
  redis.call('LTRIM', KEYS[place], 0, ARGV[place] - 1)
  redis.call('PEXPIRE', KEYS[place], ARGV[place + 1])
end
return { 0, 0 }
`;

/** KEYS: the pause. ARGV: for how many milliseconds. A longer one that stands stays. */
const PAUSE = `
local time = redis.call('TIME')
local untilMs = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
if untilMs > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], untilMs, 'PX', ARGV[1])
end
return 0
`;

interface Scripts {
  takePermits(keyCount: number, ...keysAndLimits: (string | number)[]): Promise<[number, number]>;
  pausePermits(key: string, forMs: number): Promise<number>;
}

/** Windows in Redis, for processes that share a provider's limits. The connection is the caller's. */
export class RedisWindows implements SharedWindows {
  private readonly scripts: Scripts;

  constructor(
    redis: Redis,
    private readonly prefix = 'hub:permits:',
  ) {
    redis.defineCommand('takePermits', { lua: TAKE });
    redis.defineCommand('pausePermits', { lua: PAUSE, numberOfKeys: 1 });
    // ioredis adds a method for each defined command, which its type does not know.
    this.scripts = redis as unknown as Scripts;
  }

  async take(windows: readonly SharedWindow[]): Promise<{ key: string; waitMs: number } | null> {
    const keys = windows.flatMap(({ key }) => [`${this.prefix}${key}`, this.pauseOf(key)]);
    const limits = windows.flatMap(({ limit }) => [limit.requests, limit.perMs]);
    const [blocking, waitMs] = await this.scripts.takePermits(keys.length, ...keys, ...limits);
    const window = windows[blocking - 1];
    return window === undefined ? null : { key: window.key, waitMs };
  }

  async pause(key: string, forMs: number): Promise<void> {
    if (forMs >= 1) await this.scripts.pausePermits(this.pauseOf(key), Math.ceil(forMs));
  }

  private pauseOf(key: string): string {
    return `${this.prefix}${key}:pause`;
  }
}

/** Over a connection of its own. A command fails at once while there is none: limits are kept to without it. */
export function openRedisWindows(url: string): { windows: SharedWindows; close(): Promise<void> } {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  // Each command that fails says so to whoever gave it.
  redis.on('error', () => undefined);
  return { windows: new RedisWindows(redis), close: async () => redis.disconnect() };
}
