/** Objects as providers send them, about as large as real ones, and the same on every run. */
const START = Date.UTC(2026, 0, 1);

const WORDS = 'What was said, what was left open, and who takes it up until the next one. ';

/** Of the last days, since messages are synced as far back only. */
const recently = Date.now() - 3_600_000;

/** About 1 KB. */
export function calendarEvent(index: number): object {
  const start = START + index * 3_600_000;
  return {
    kind: 'calendar#event',
    etag: `"${index}"`,
    id: `event${index}`,
    status: 'confirmed',
    htmlLink: `https://www.google.com/calendar/event?eid=${index}`,
    created: iso(START),
    updated: iso(START),
    summary: `Planning meeting number ${index}`,
    description: WORDS.repeat(4),
    start: { dateTime: iso(start), timeZone: 'Europe/Berlin' },
    end: { dateTime: iso(start + 1_800_000), timeZone: 'Europe/Berlin' },
    organizer: { email: 'ada@example.com', self: true },
    attendees: [97, 89, 83].map((count) => ({
      email: `person-${index % count}@example.com`,
      responseStatus: 'accepted',
    })),
  };
}

/** About 1 KB, without its body as the hub asks for it. */
export function emailMessage(id: string): object {
  const index = Number(id);
  return {
    id,
    threadId: String(index - (index % 3)),
    historyId: String(1_000 + index),
    labelIds: ['INBOX', 'CATEGORY_UPDATES', ...(index % 5 === 0 ? ['UNREAD'] : [])],
    snippet: WORDS.repeat(3).slice(0, 200),
    internalDate: String(recently - index * 1_000),
    sizeEstimate: 40_000,
    payload: {
      mimeType: 'multipart/alternative',
      headers: Object.entries({
        From: `Person ${index % 997} <person-${index % 997}@example.com>`,
        To: 'Ada Lindqvist <ada@example.com>',
        Subject: `About the meeting number ${index}`,
        Date: new Date(recently - index * 1_000).toUTCString(),
        'Message-ID': `<${index}.${'x'.repeat(40)}@mail.example.com>`,
        References: `<${index - 1}.${'x'.repeat(40)}@mail.example.com>`,
      }).map(([name, value]) => ({ name, value })),
    },
  };
}

/** About 1 KB: Slack sends the words a second time, as blocks. */
export function slackMessage(index: number): object {
  const text = `${index}: ${WORDS.repeat(3)}`;
  return {
    type: 'message',
    user: `U${index % 97}`,
    ts: `${Math.floor(recently / 1_000) - index}.000100`,
    client_msg_id: `client-${index}`,
    team: 'T1',
    text,
    blocks: [
      {
        type: 'rich_text',
        block_id: `b${index}`,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
      },
    ],
  };
}

/** About 4 KB: with three of its lines. */
export function stripeInvoice(index: number): object {
  const id = `in_${index}`;
  const period = { start: START / 1_000, end: START / 1_000 + 2_592_000 };
  return {
    id,
    object: 'invoice',
    account_name: 'Acorn Software',
    amount_due: 4_200,
    amount_paid: 0,
    amount_remaining: 4_200,
    billing_reason: 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: START / 1_000 + index,
    currency: 'eur',
    customer: `cus_${index % 1_000}`,
    customer_email: `person-${index % 1_000}@example.com`,
    hosted_invoice_url: `https://invoice.stripe.com/i/acct_1/${'x'.repeat(120)}${index}`,
    invoice_pdf: `https://pay.stripe.com/invoice/acct_1/${'x'.repeat(120)}${index}/pdf`,
    livemode: false,
    metadata: { order: String(index) },
    number: `ACORN-${index}`,
    parent: { type: 'subscription_details', subscription_details: { subscription: `sub_${index % 2_000}` } },
    status: ['draft', 'open', 'paid', 'void'][index % 4],
    lines: {
      object: 'list',
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
      data: [1, 2, 3].map((line) => ({
        id: `il_${index}_${line}`,
        object: 'line_item',
        amount: 1_400,
        currency: 'eur',
        description: WORDS.repeat(3),
        period,
        quantity: 1,
        pricing: { type: 'price_details', price_details: { price: `price_${line}`, product: `prod_${line}` } },
        metadata: { seat: `seat ${line} of ${index}` },
        taxes: [{ amount: 224, tax_behavior: 'inclusive', type: 'tax_rate_details' }],
      })),
    },
  };
}

/** About 4 KB, of which half is the text. */
export function githubIssue(index: number, apiUrl: string): object {
  const url = `${apiUrl}repos/acme/product`;
  const at = iso(START + index * 60_000);
  const user = {
    login: `person-${index % 97}`,
    id: index % 97,
    type: 'User',
    url: `${apiUrl}users/person-${index % 97}`,
  };
  return {
    id: 1_000_000 + index,
    node_id: `I_${index}`,
    url: `${url}/issues/${index}`,
    repository_url: url,
    labels_url: `${url}/issues/${index}/labels{/name}`,
    comments_url: `${url}/issues/${index}/comments`,
    html_url: `https://github.com/acme/product/issues/${index}`,
    number: index + 1,
    title: `Something is wrong with number ${index}`,
    user,
    labels: [1, 2].map((id) => ({ id, name: `label-${id}`, color: 'f29513', description: WORDS })),
    state: index % 3 === 0 ? 'open' : 'closed',
    locked: false,
    assignee: user,
    assignees: [user],
    milestone: null,
    comments: 3,
    created_at: at,
    updated_at: at,
    closed_at: null,
    author_association: 'MEMBER',
    reactions: { url: `${url}/issues/${index}/reactions`, total_count: 2, '+1': 2 },
    body: WORDS.repeat(26),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString().replace('.000', '');
}
