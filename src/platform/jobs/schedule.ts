import { CronExpressionParser, type CronExpression } from 'cron-parser';
import humanInterval from 'human-interval';
import { HubError } from '../errors/hub-error.js';

const MINUTE_MS = 60_000;
const MAX_PERIOD_MS = 10 * 366 * 24 * 60 * MINUTE_MS;
const MAX_LENGTH = 100;
const UNITS = /second|minute|hour|day|week|month|year/;
/** Runs looked at to find how close together a cron expression puts them. */
const RUNS_COMPARED = 24;

/**
 * The next time of a schedule after `after`; both in epoch milliseconds. A schedule is a cron expression
 * (in the time zone of the process) or a human interval such as `15 minutes`, read with the libraries
 * that Agenda reads it with.
 * @param leastGapMs what may lie between two runs at least; less than a minute for the hub's own jobs only.
 * @throws HubError BAD_INPUT for anything else, and for what comes more often.
 */
export function nextTimeOf(schedule: string, after: number, leastGapMs = MINUTE_MS): number {
  const rule = readSchedule(schedule, leastGapMs);
  return 'everyMs' in rule ? after + rule.everyMs : nextOf(cronAt(rule.cron, after));
}

/**
 * Milliseconds between two runs of a schedule; of an uneven cron expression, the shortest such time.
 * @throws HubError BAD_INPUT as `nextTimeOf`.
 */
export function periodMsOf(schedule: string): number {
  const rule = readSchedule(schedule);
  return 'everyMs' in rule ? rule.everyMs : shortestGapOf(rule.cron);
}

/**
 * Whether a schedule is a human interval rather than a cron expression.
 * @throws HubError BAD_INPUT as `nextTimeOf`.
 */
export function isInterval(schedule: string): boolean {
  return 'everyMs' in readSchedule(schedule);
}

type Rule = { everyMs: number } | { cron: string };

function readSchedule(schedule: string, leastGapMs = MINUTE_MS): Rule {
  const text = schedule.trim();
  if (text.length > MAX_LENGTH) throw unreadable(`${text.slice(0, MAX_LENGTH)}…`);
  const everyMs = UNITS.test(text) && !text.startsWith('@') ? humanMsOf(text) : null;
  const rule: Rule = everyMs === null ? { cron: text } : { everyMs };
  const gapMs = everyMs ?? cronGapOf(text);
  if (!Number.isFinite(gapMs)) throw unreadable(text);
  if (gapMs < leastGapMs) {
    const most = leastGapMs < MINUTE_MS ? `Every ${leastGapMs / 1000} s` : 'Once a minute';
    throw new HubError('BAD_INPUT', `The schedule "${text}" is too frequent. ${most} is the most the hub does.`);
  }
  return rule;
}

/** NaN where a part of the text is no interval: human-interval itself overlooks what it does not know. */
function humanMsOf(text: string): number {
  const parts = [...text.matchAll(/(.*?)(second|minute|hour|day|week|month|year)s?(?![a-z])/g)].map(([part]) => part);
  if (parts.join('') !== text || !parts.every((part) => (humanInterval(part) ?? 0) > 0)) return Number.NaN;
  const totalMs = humanInterval(text) ?? Number.NaN;
  return totalMs <= MAX_PERIOD_MS ? totalMs : Number.NaN;
}

/** NaN where the text is no cron expression with a next run. */
function cronGapOf(text: string): number {
  // cron-parser fills in missing fields and draws a random time for H; neither is what anybody meant.
  if (!/^@[a-z]+$/.test(text) && (text.split(/\s+/).length < 5 || /(^|\s)H/i.test(text))) return Number.NaN;
  try {
    return shortestGapOf(text);
  } catch {
    return Number.NaN;
  }
}

function shortestGapOf(cron: string): number {
  // A fixed beginning, so that the answer does not depend on the day of asking.
  const expression = cronAt(cron, 0);
  const times = Array.from({ length: RUNS_COMPARED }, () => nextOf(expression));
  return Math.min(...times.slice(1).map((time, index) => time - (times[index] as number)));
}

function cronAt(cron: string, after: number): CronExpression {
  return CronExpressionParser.parse(cron, { currentDate: new Date(after) });
}

function nextOf(expression: CronExpression): number {
  return expression.next().getTime();
}

function unreadable(text: string): HubError {
  return new HubError(
    'BAD_INPUT',
    `The schedule "${text}" cannot be read. Give an interval such as "15 minutes", or a cron expression such as "0 3 * * 0".`,
  );
}
