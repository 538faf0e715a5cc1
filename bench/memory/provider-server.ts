import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  calendarEvent,
  emailMessage,
  githubIssue,
  githubRepository,
  googleCalendar,
  slackChannel,
  slackMessage,
  slackUser,
  stripeCustomer,
  stripeInvoice,
  stripePrice,
  stripeProduct,
  stripeSubscription,
} from './objects.js';

/** `provider-server.js <port> <count>`: an account with so many objects at each provider, made as they are asked for. */
const [port, count] = process.argv.slice(2).map(Number) as [number, number];
const url = `http://127.0.0.1:${port}/`;

/** What is asked for: the parameters of the address, and of a form. */
type Asked = URLSearchParams;

type ObjectAt = (index: number) => object;

interface Reply {
  body: unknown;
  headers?: Record<string, string>;
}

/** By the end of the path; the first that fits answers. */
const REPLIES: [path: RegExp, reply: (asked: Asked, path: string) => Reply][] = [
  [/^\/many-repositories\/user\/repos$/, (asked) => githubPage(asked, githubRepository)],
  [/\/users\/me\/calendarList$/, calendarListPage],
  [/\/calendars\/[^/]+\/events$/, calendarPage],
  [/\/users\/me\/profile$/, () => ({ body: { emailAddress: 'ada@example.com', historyId: '1' } })],
  [/\/users\/me\/messages$/, mailPage],
  [/\/users\/me\/messages\/\d+$/, (_asked, path) => ({ body: emailMessage(path.slice(path.lastIndexOf('/') + 1)) })],
  [/\/users\.conversations$/, () => ({ body: { ok: true, channels: [{ id: 'C1' }] } })],
  [/\/conversations\.history$/, (asked) => slackPage(asked, 'messages', slackMessage)],
  [/\/conversations\.list$/, (asked) => slackPage(asked, 'channels', slackChannel)],
  [/\/users\.list$/, (asked) => slackPage(asked, 'members', slackUser)],
  [/\/v1\/invoices$/, (asked) => stripePage(asked, stripeInvoice)],
  [/\/v1\/customers$/, (asked) => stripePage(asked, stripeCustomer)],
  [/\/v1\/subscriptions$/, (asked) => stripePage(asked, stripeSubscription)],
  [/\/v1\/products$/, (asked) => stripePage(asked, stripeProduct)],
  [/\/v1\/prices$/, (asked) => stripePage(asked, stripePrice)],
  [/\/user\/repos$/, () => ({ body: [repository()] })],
  [/\/repos\/acme\/product\/issues$/, (asked) => githubPage(asked, githubIssue)],
];

createServer((request, response) => {
  void text(request).then((form) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const asked = new URLSearchParams([...searchParams, ...new URLSearchParams(form)]);
    const [, reply] = REPLIES.find(([path]) => path.test(pathname)) ?? [];
    if (reply === undefined) return response.writeHead(404).end();
    const { body, headers } = reply(asked, pathname);
    return response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
}).listen(port, '127.0.0.1');

function calendarPage(asked: Asked): Reply {
  const { items, next } = page(asked, 'pageToken', Number(asked.get('maxResults')), calendarEvent);
  const token = next === null ? { nextSyncToken: 'end' } : { nextPageToken: next };
  return { body: { kind: 'calendar#events', items, ...token } };
}

/** One where its events are wanted, all where the list itself is. */
function calendarListPage(asked: Asked): Reply {
  if (asked.has('minAccessRole'))
    return { body: { kind: 'calendar#calendarList', items: [{ id: 'ada@example.com' }] } };
  const { items, next } = page(asked, 'pageToken', Number(asked.get('maxResults')), googleCalendar);
  const token = next === null ? { nextSyncToken: 'end' } : { nextPageToken: next };
  return { body: { kind: 'calendar#calendarList', items, ...token } };
}

function mailPage(asked: Asked): Reply {
  const listed = (index: number) => ({ id: String(index), threadId: String(index) });
  const { items, next } = page(asked, 'pageToken', Number(asked.get('maxResults')), listed);
  return { body: { messages: items, ...(next !== null && { nextPageToken: next }) } };
}

function slackPage(asked: Asked, list: string, objectAt: ObjectAt): Reply {
  const { items, next } = page(asked, 'cursor', Number(asked.get('limit')), objectAt);
  return { body: { ok: true, [list]: items, response_metadata: { next_cursor: next ?? '' } } };
}

function stripePage(asked: Asked, objectAt: ObjectAt): Reply {
  const after = asked.get('starting_after');
  if (after !== null) asked.set('from', String(Number(after.replace(/^.*_/, '')) + 1));
  const { items, next } = page(asked, 'from', Number(asked.get('limit')), objectAt);
  return { body: { object: 'list', url: '/v1/objects', data: items, has_more: next !== null } };
}

function githubPage(asked: Asked, objectAt: (index: number, apiUrl: string) => object): Reply {
  const { items, next } = page(asked, 'after', Number(asked.get('per_page')), (index) => objectAt(index, url));
  if (next === null) return { body: items };
  const following = new URL('repositories/1/issues', url);
  following.search = String(asked);
  following.searchParams.set('after', next);
  return { body: items, headers: { link: `<${following}>; rel="next"` } };
}

/** The objects from the place that a parameter names on, and where the next page begins. */
function page<Item>(asked: Asked, parameter: string, size: number, objectAt: (index: number) => Item) {
  const from = Number(asked.get(parameter) ?? 0);
  const end = Math.min(from + size, count);
  const items = Array.from({ length: end - from }, (_, index) => objectAt(from + index));
  return { items, next: end < count ? String(end) : null };
}

function repository(): object {
  const at = '2026-01-01T00:00:00Z';
  return {
    id: 1,
    name: 'product',
    full_name: 'acme/product',
    owner: { id: 1, login: 'acme' },
    has_issues: true,
    archived: false,
    created_at: at,
    updated_at: at,
    pushed_at: at,
  };
}
