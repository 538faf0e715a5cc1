import { expect, test } from 'vitest';
import { ada, bob, eve, openApi, operator, type Api } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addIntegration } from '../../kit/rows.js';
import { storeRecords } from '../../kit/store-records.js';
import { providers } from '../../../src/providers/index.js';
import type { Row } from '../../../src/tables.js';

const EVENTS = `query ($id: ID!, $calendar: ID, $status: CalendarEventStatus, $from: DateTime, $until: DateTime,
  $reverse: Boolean! = false, $deleted: Boolean! = false, $first: Int! = 50, $after: String) {
  calendarEvents(integrationId: $id, calendarId: $calendar, status: $status, startsAfter: $from, startsBefore: $until,
    reverse: $reverse, includeDeleted: $deleted, first: $first, after: $after) {
    totalCount
    nodes { eventId deletedAt }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

const INVOICES = `query ($id: ID!, $status: StripeInvoiceStatus, $customerId: ID, $first: Int! = 50) {
  stripeInvoices(integrationId: $id, status: $status, customerId: $customerId, first: $first) {
    totalCount
    nodes { invoiceId customer { name deletedAt } subscription { subscriptionId customer { name } } }
  }
}`;

describeEachDatabase((database) => {
  test('lists events by when they start, those of whole days with the others, and those without a time last', async () => {
    await using api = await openApi(database, providers);
    const calendar = await linkCalendar(api);
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', [
      event('third', { start: { dateTime: '2026-11-25T10:00:00+01:00' } }),
      event('nowhere', {}),
      event('second', { start: { date: '2026-11-25' } }),
      event('first', { start: { dateTime: '2026-11-24T23:30:00Z' } }),
      event('left out', { status: 'cancelled', originalStartTime: { date: '2026-11-26' } }),
    ]);

    expect(await eventsOf(api, calendar)).toEqual(['first', 'second', 'third', 'left out', 'nowhere']);
    expect(await eventsOf(api, calendar, { reverse: true })).toEqual([
      'nowhere',
      'left out',
      'third',
      'second',
      'first',
    ]);
  });

  test('cuts a list down by times, the earliest included and the end left out, and by filters', async () => {
    await using api = await openApi(database, providers);
    const calendar = await linkCalendar(api);
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', [
      at('2026-11-24', { calendarId: 'home', status: 'confirmed' }),
      at('2026-11-25', { calendarId: 'home', status: 'tentative' }),
      at('2026-11-26', { calendarId: 'work', status: 'confirmed' }),
      event('nowhere', { calendarId: 'home' }),
    ]);

    expect(await eventsOf(api, calendar, { from: day(25) })).toEqual(['2026-11-25', '2026-11-26']);
    expect(await eventsOf(api, calendar, { until: day(25) })).toEqual(['2026-11-24']);
    expect(await eventsOf(api, calendar, { from: day(24), until: day(26) })).toEqual(['2026-11-24', '2026-11-25']);
    expect(await eventsOf(api, calendar, { calendar: 'home' })).toEqual(['2026-11-24', '2026-11-25', 'nowhere']);
    expect(await eventsOf(api, calendar, { status: 'CONFIRMED' })).toEqual(['2026-11-24', '2026-11-26']);
    expect(await eventsOf(api, calendar, { status: 'CONFIRMED', calendar: 'home' })).toEqual(['2026-11-24']);
    expect(await eventsOf(api, calendar, { status: null, calendar: 'nobody’s' })).toEqual([]);
  });

  test('goes through a list page by page, also where many start at once and some are deleted', async () => {
    await using api = await openApi(database, providers);
    const calendar = await linkCalendar(api);
    const names = Array.from({ length: 25 }, (_, index) => `event-${index}`);
    const records = names.map((name, index) => event(name, { start: { date: `2026-11-0${(index % 3) + 1}` } }));
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', records);
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', [], ['me/event-4', 'me/event-5']);
    const pageThrough = async (given: object) => {
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page: Data = await askFor(api, calendar, { ...given, first: 4, after });
        seen.push(...page.nodes.map(({ eventId }: Data) => eventId));
        [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
      }
      return seen;
    };

    const [live, all] = [await pageThrough({}), await pageThrough({ deleted: true })];

    expect(live).toEqual(await eventsOf(api, calendar));
    expect(live).toHaveLength(23);
    expect(all).toEqual(await eventsOf(api, calendar, { deleted: true }));
    expect(all.toSorted()).toEqual(names.toSorted());
    expect((await pageThrough({ reverse: true, deleted: true })).toReversed()).toEqual(all);
  });

  test('counts the whole list, and tombstones where they are asked for', async () => {
    await using api = await openApi(database, providers);
    const calendar = await linkCalendar(api);
    const records = [at('2026-11-24', {}), at('2026-11-25', {}), at('2026-11-26', { status: 'tentative' })];
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', records);
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', [], ['me/2026-11-24']);

    const [live, all] = [await askFor(api, calendar, { first: 1 }), await askFor(api, calendar, { deleted: true })];

    expect(live).toMatchObject({ totalCount: 2, nodes: [{ eventId: '2026-11-25', deletedAt: null }] });
    expect(all.totalCount).toBe(3);
    expect(all.nodes[0]).toEqual({ eventId: '2026-11-24', deletedAt: '2026-11-24T12:00:00.000Z' });
    expect((await askFor(api, calendar, { status: 'TENTATIVE' })).totalCount).toBe(1);
  });

  test('refuses a cursor of the other direction, of another integration, or made up', async () => {
    await using api = await openApi(database, providers);
    const [one, other] = [await linkCalendar(api), await linkCalendar(api)];
    await storeRecords(api, database.engine, one, 'CalendarEvent', [at('2026-11-24', {})]);
    const { endCursor } = (await askFor(api, one)).pageInfo;
    const codeOf = async (integration: Row<'integration'>, given: object) =>
      (await api.askAs(ada, EVENTS, { id: integration.id, ...given })).errors.map(({ code }) => code);

    expect(await codeOf(one, { after: endCursor })).toEqual([]);
    expect(await codeOf(one, { after: endCursor, reverse: true })).toEqual(['BAD_INPUT']);
    expect(await codeOf(other, { after: endCursor })).toEqual(['BAD_INPUT']);
    expect(await codeOf(one, { after: 'x' })).toEqual(['BAD_INPUT']);
    expect(await codeOf(one, { first: 101 })).toEqual(['BAD_INPUT']);
  });

  test("finds nothing at another's integration, as if there were none, and says so where the provider is another", async () => {
    await using api = await openApi(database, providers);
    const calendar = await linkCalendar(api);
    await storeRecords(api, database.engine, calendar, 'CalendarEvent', [at('2026-11-24', {})]);

    for (const stranger of [bob, eve]) {
      expect(await api.askAs(stranger, EVENTS, { id: calendar.id })).toEqual(
        await api.askAs(stranger, EVENTS, { id: 'int_nobody' }),
      );
    }
    expect((await api.askAs(operator, EVENTS, { id: calendar.id })).data.calendarEvents.totalCount).toBe(1);
    const wrong = await api.askAs(ada, INVOICES, { id: calendar.id });
    expect(wrong.errors).toMatchObject([
      { code: 'BAD_INPUT', message: expect.stringMatching(/Google Calendar has none/) },
    ]);
  });

  test('leads from record to record, to what was deleted too, and nowhere where the hub has nothing', async () => {
    await using api = await openApi(database, providers);
    const stripe = await addIntegration(api.db, { providerId: 'stripe' });
    await storeRecords(api, database.engine, stripe, 'StripeCustomer', [
      { id: 'cus_1', name: 'Ada' },
      { id: 'cus_2', name: 'Bob' },
    ]);
    await storeRecords(api, database.engine, stripe, 'StripeCustomer', [], ['cus_2']);
    await storeRecords(api, database.engine, stripe, 'StripeSubscription', [{ id: 'sub_1', customer: 'cus_1' }]);
    await storeRecords(api, database.engine, stripe, 'StripeInvoice', [
      { id: 'in_1', created: 3, customer: 'cus_1', subscription: 'sub_1' },
      { id: 'in_2', created: 2, customer: { id: 'cus_2' } },
      { id: 'in_3', created: 1, customer: 'cus_3' },
    ]);
    // The same ids in another account lead elsewhere.
    const other = await addIntegration(api.db, { providerId: 'stripe' });
    await storeRecords(api, database.engine, other, 'StripeCustomer', [{ id: 'cus_3', name: 'Eve' }]);

    const { data, errors } = await api.askAs(ada, INVOICES, { id: stripe.id });

    expect(errors).toEqual([]);
    expect(data.stripeInvoices.nodes).toEqual([
      {
        invoiceId: 'in_1',
        customer: { name: 'Ada', deletedAt: null },
        subscription: { subscriptionId: 'sub_1', customer: { name: 'Ada' } },
      },
      { invoiceId: 'in_2', customer: { name: 'Bob', deletedAt: '2026-11-24T12:00:00.000Z' }, subscription: null },
      { invoiceId: 'in_3', customer: null, subscription: null },
    ]);
  });

  test('finds the repository of an issue by its name, however that is written', async () => {
    await using api = await openApi(database, providers);
    const github = await addIntegration(api.db, { providerId: 'github' });
    const repository = { id: 1, name: 'Hello', full_name: 'Octo/Hello', owner: { id: 1, login: 'Octo' } };
    await storeRecords(api, database.engine, github, 'GitHubRepository', [repository]);
    const repositoryUrl = 'https://api.github.com/repos/octo/hello';
    const issues = [1, 2].map((id) => ({
      id,
      number: id,
      title: `Issue ${id}`,
      repository_url: repositoryUrl,
      state: 'open',
    }));
    await storeRecords(api, database.engine, github, 'GitHubIssue', issues);

    const { data, errors } = await api.askAs(
      ada,
      `query ($id: ID!) {
        githubIssues(integrationId: $id, repositoryFullName: "OCTO/hello", state: OPEN) {
          totalCount
          nodes { repository { fullName } }
        }
        githubRepositories(integrationId: $id, ownerLogin: "octo") { nodes { name } }
      }`,
      { id: github.id },
    );

    expect(errors).toEqual([]);
    expect(data.githubIssues).toEqual({
      totalCount: 2,
      nodes: [{ repository: { fullName: 'Octo/Hello' } }, { repository: { fullName: 'Octo/Hello' } }],
    });
    expect(data.githubRepositories.nodes).toEqual([{ name: 'Hello' }]);
  });

  test('keeps lists in step with what changes: filters, order, deletions, and what comes back', async () => {
    await using api = await openApi(database, providers);
    const calendar = await linkCalendar(api);
    const store = (objects: object[], deletedIds: string[] = []) =>
      storeRecords(api, database.engine, calendar, 'CalendarEvent', objects, deletedIds);
    await store([at('2026-11-24', { status: 'tentative' }), at('2026-11-25', { status: 'confirmed' })]);

    await store([event('2026-11-24', { start: { date: '2026-11-30' }, status: 'confirmed' })]);
    const moved = await eventsOf(api, calendar, { status: 'CONFIRMED' });
    await store([], ['me/2026-11-25']);
    const deleted = await eventsOf(api, calendar, { status: 'CONFIRMED' });
    await store([at('2026-11-25', { status: 'confirmed' })]);

    expect(moved).toEqual(['2026-11-25', '2026-11-24']);
    expect(deleted).toEqual(['2026-11-24']);
    expect(await eventsOf(api, calendar, { status: 'CONFIRMED' })).toEqual(moved);
    expect(await eventsOf(api, calendar, { status: 'TENTATIVE' })).toEqual([]);
  });

  test('filters by any text, however long or odd', async () => {
    await using api = await openApi(database, providers);
    const slack = await addIntegration(api.db, { providerId: 'slack' });
    const names = ['x'.repeat(5000), `${'x'.repeat(4999)}y`, 'it\'s 100 % \u{1f600} \\ "', 'nul\0', 'ÄRGER'];
    await storeRecords(
      api,
      database.engine,
      slack,
      'SlackChannel',
      names.map((name, index) => ({ id: `C${index}`, name })),
    );
    const find = async (name: string) => {
      const document =
        'query ($id: ID!, $name: String) { slackChannels(integrationId: $id, name: $name) { nodes { channelId } } }';
      const { data, errors } = await api.askAs(ada, document, { id: slack.id, name });
      expect(errors).toEqual([]);
      return data.slackChannels.nodes.map(({ channelId }: Data) => channelId);
    };

    expect(await find(names[0]!)).toEqual(['C0']);
    expect(await find(names[1]!)).toEqual(['C1']);
    expect(await find(names[2]!)).toEqual(['C2']);
    expect(await find('nul\0')).toEqual(['C3']);
    expect(await find('ärger')).toEqual(['C4']);
  });

  test('costs as many statements for 100 records with what they lead to as for one', async () => {
    await using api = await openApi(database, providers);
    const stripe = await addIntegration(api.db, { providerId: 'stripe' });
    const ids = Array.from({ length: 120 }, (_, index) => index);
    await storeRecords(
      api,
      database.engine,
      stripe,
      'StripeCustomer',
      ids.map((id) => ({ id: `cus_${id}`, name: `${id}` })),
    );
    await storeRecords(
      api,
      database.engine,
      stripe,
      'StripeSubscription',
      ids.map((id) => ({ id: `sub_${id}`, customer: `cus_${id}` })),
    );
    await storeRecords(
      api,
      database.engine,
      stripe,
      'StripeInvoice',
      ids.map((id) => ({
        id: `in_${id}`,
        created: id,
        status: 'open',
        customer: `cus_${id}`,
        subscription: `sub_${119 - id}`,
      })),
    );
    const ask = (first: number) => api.askAs(ada, INVOICES, { id: stripe.id, status: 'OPEN', first });
    await ask(1);
    const forOne = await api.countStatements(() => ask(1));

    const forHundred = await api.countStatements(() => ask(100));

    const { data } = await ask(100);
    expect(data.stripeInvoices.nodes).toHaveLength(100);
    expect(data.stripeInvoices.nodes[99].subscription.customer.name).toBe('99');
    expect(forHundred).toBe(forOne);
    // The integration, the page, the count, what the invoices lead to, and what that leads to.
    expect(forHundred).toBe(5);
  });
});

// What a test reads of an answer: the shape is the document's.
// eslint-disable-next-line typescript/no-explicit-any
type Data = any;

function linkCalendar({ db }: Api): Promise<Row<'integration'>> {
  return addIntegration(db, { providerId: 'google-calendar' });
}

async function askFor(api: Api, { id }: Row<'integration'>, given: object = {}): Promise<Data> {
  const { data, errors } = await api.askAs(ada, EVENTS, { id, ...given });
  expect(errors).toEqual([]);
  return data.calendarEvents;
}

async function eventsOf(api: Api, integration: Row<'integration'>, given: object = {}): Promise<string[]> {
  return (await askFor(api, integration, given)).nodes.map(({ eventId }: Data) => eventId);
}

function event(id: string, given: object): object {
  return { calendarId: 'me', id, ...given };
}

function at(date: string, given: object): object {
  return event(date, { start: { date }, ...given });
}

function day(number: number): string {
  return `2026-11-${number}T00:00:00Z`;
}
