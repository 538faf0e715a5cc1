import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { startMailServer } from '../../kit/outbound/mail-server.js';
import { openOutboundStage } from '../../kit/outbound/outbound-stage.js';

const ALERTS = ['ALERT_FIRED', 'ALERT_RESOLVED'];
const KEY = { rule: 'WEBHOOK_DEAD' as const, cause: 'test 1' };
const ALERT = { ...KEY, title: 'Pushes: <3 events & more', message: 'They failed at all tries. Look at them.' };

describeEachDatabase((database) => {
  test('tells a channel of Slack in words', async () => {
    await using stage = await openOutboundStage(database);
    const { receiver } = stage;
    await stage.createEndpoint({ kind: 'SLACK', address: `${receiver.url}/T0/B0/token`, eventTypes: ALERTS });
    const { alerts } = stage.hub.app.features;
    await stage.alertsAtRest();

    await alerts.fire(ALERT);
    await eventually(async () => receiver.received.length === 1, 'the alert');
    await alerts.resolve(KEY);
    await eventually(async () => receiver.received.length === 2, 'its end');

    expect(receiver.received.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/hooks/T0/B0/token', { text: 'Pushes: &lt;3 events &amp; more\nThey failed at all tries. Look at them.' }],
      ['/hooks/T0/B0/token', { text: 'Resolved: Pushes: &lt;3 events &amp; more\nIt is over; nothing is left to do.' }],
    ]);
    expect(receiver.received[0]?.headers).not.toHaveProperty('webhook-signature');
  });

  test('tells a mailbox, by a mail server that refuses at first', async () => {
    await using mails = await startMailServer('open-sesame');
    await using stage = await openOutboundStage(
      database,
      {},
      { HUB_SMTP_URL: mails.url, HUB_SMTP_FROM: 'Hub <hub@product.example>' },
    );
    await stage.createEndpoint({ kind: 'EMAIL', address: 'oncall@product.example', eventTypes: ALERTS });
    mails.isBroken = true;

    await stage.alertsAtRest();
    await stage.hub.app.features.alerts.fire(ALERT);
    await stage.until('a first try', ([delivery]) => delivery?.state === 'FAILED');
    const [failed] = await stage.deliveries();
    mails.isBroken = false;
    stage.hub.advance(6_000);
    await stage.sweep();
    await stage.until('the mail', ([delivery]) => delivery?.state === 'DELIVERED');

    expect(failed?.error).toBe('The receiver cannot be told: the mail server answered 451.');
    expect(mails.received).toHaveLength(1);
    const [{ from, to, mail }] = mails.received as [(typeof mails.received)[number]];
    expect({ from, to, subject: mail.subject, text: mail.text?.trim() }).toEqual({
      from: 'hub@product.example',
      to: ['oncall@product.example'],
      subject: ALERT.title,
      text: ALERT.message,
    });
    expect(mail.messageId).toBe(`<${failed?.eventId}@product.example>`);
  });

  test('says in words where no mail server answers', async () => {
    const mails = await startMailServer('open-sesame');
    await using stage = await openOutboundStage(
      database,
      {},
      { HUB_SMTP_URL: mails.url, HUB_SMTP_FROM: 'hub@product.example' },
    );
    await mails[Symbol.asyncDispose]();
    await stage.createEndpoint({ kind: 'EMAIL', address: 'oncall@product.example', eventTypes: ALERTS });

    await stage.alertsAtRest();
    await stage.hub.app.features.alerts.fire(ALERT);
    await stage.until('a first try', ([delivery]) => delivery?.state === 'FAILED');

    expect((await stage.deliveries())[0]?.error).toBe(
      'The receiver cannot be told: the mail server does not answer (ECONNREFUSED).',
    );
  });
});
