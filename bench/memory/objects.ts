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

/** About 0.5 KB. */
export function googleCalendar(index: number): object {
  return {
    kind: 'calendar#calendarListEntry',
    etag: `"${index}"`,
    id: `calendar-${index}@group.calendar.google.com`,
    summary: `Calendar of team ${index}`,
    description: WORDS,
    timeZone: 'Europe/Berlin',
    colorId: '14',
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
    selected: true,
    accessRole: index % 2 === 0 ? 'owner' : 'reader',
    defaultReminders: [{ method: 'popup', minutes: 10 }],
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  };
}

/** About 1 KB. */
export function slackChannel(index: number): object {
  return {
    id: `C${index}`,
    name: `channel-${index}`,
    name_normalized: `channel-${index}`,
    is_channel: true,
    is_private: false,
    is_archived: index % 7 === 0,
    is_general: index === 0,
    is_member: index % 3 === 0,
    created: START / 1_000 + index,
    creator: `U${index % 97}`,
    context_team_id: 'T1',
    shared_team_ids: ['T1'],
    previous_names: [`old-channel-${index}`],
    topic: { value: WORDS, creator: `U${index % 97}`, last_set: START / 1_000 },
    purpose: { value: WORDS.repeat(2), creator: `U${index % 97}`, last_set: START / 1_000 },
    num_members: index % 400,
  };
}

/** About 1.5 KB. */
export function slackUser(index: number): object {
  const image = (size: number) => `https://avatars.slack-edge.com/2026-01-01/${index}_${'x'.repeat(24)}_${size}.png`;
  return {
    id: `U${index}`,
    team_id: 'T1',
    name: `person-${index}`,
    deleted: false,
    color: '9f69e7',
    real_name: `Person ${index}`,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3_600,
    profile: {
      title: 'Engineer',
      phone: '',
      real_name: `Person ${index}`,
      real_name_normalized: `Person ${index}`,
      display_name: `p${index}`,
      status_text: WORDS,
      status_emoji: ':palm_tree:',
      email: `person-${index}@example.com`,
      ...Object.fromEntries([24, 32, 48, 72, 192, 512].map((size) => [`image_${size}`, image(size)])),
      team: 'T1',
    },
    is_admin: index % 50 === 0,
    is_owner: false,
    is_restricted: false,
    is_bot: false,
    updated: START / 1_000 + index,
    who_can_share_contact_card: 'EVERYONE',
  };
}

/** About 1 KB. */
export function stripeCustomer(index: number): object {
  return {
    id: `cus_${index}`,
    object: 'customer',
    address: { line1: 'Ringstrasse 1', line2: null, postal_code: '8000', city: 'Zurich', state: null, country: 'CH' },
    balance: 0,
    created: START / 1_000 + index,
    currency: 'eur',
    default_source: null,
    delinquent: index % 20 === 0,
    description: WORDS,
    discount: null,
    email: `person-${index}@example.com`,
    invoice_prefix: `ACORN${index}`,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: `pm_${index}`,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: { account: String(index), plan: 'team' },
    name: `Person ${index}`,
    next_invoice_sequence: 7,
    phone: '+41440000000',
    preferred_locales: ['de', 'en'],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

/** About 3 KB: with two of its items. */
export function stripeSubscription(index: number): object {
  const start = START / 1_000 + index;
  return {
    id: `sub_${index}`,
    object: 'subscription',
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: start,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    collection_method: 'charge_automatically',
    created: start,
    currency: 'eur',
    customer: `cus_${index % 1_000}`,
    default_payment_method: `pm_${index}`,
    description: WORDS.repeat(2),
    ended_at: null,
    items: {
      object: 'list',
      has_more: false,
      url: `/v1/subscription_items?subscription=sub_${index}`,
      data: [1, 2].map((item) => ({
        id: `si_${index}_${item}`,
        object: 'subscription_item',
        created: start,
        current_period_start: start,
        current_period_end: start + 2_592_000,
        metadata: { seat: `seat ${item} of ${index}` },
        price: stripePrice(item),
        quantity: 3,
        subscription: `sub_${index}`,
      })),
    },
    latest_invoice: `in_${index}`,
    livemode: false,
    metadata: { account: String(index) },
    start_date: start,
    status: ['active', 'trialing', 'past_due', 'canceled'][index % 4],
    trial_start: null,
    trial_end: null,
  };
}

/** About 1 KB. */
export function stripeProduct(index: number): object {
  return {
    id: `prod_${index}`,
    object: 'product',
    active: true,
    created: START / 1_000 + index,
    default_price: `price_${index}`,
    description: WORDS.repeat(4),
    images: [`https://files.stripe.com/links/${'x'.repeat(60)}${index}`],
    livemode: false,
    marketing_features: [{ name: WORDS }],
    metadata: { sku: String(index) },
    name: `Product ${index}`,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: 'ACORN',
    tax_code: 'txcd_10000000',
    type: 'service',
    unit_label: 'seat',
    updated: START / 1_000 + index,
    url: `https://example.com/products/${index}`,
  };
}

/** About 0.7 KB. */
export function stripePrice(index: number): object {
  return {
    id: `price_${index}`,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: START / 1_000 + index,
    currency: 'eur',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: `team-${index}`,
    metadata: { sku: String(index) },
    nickname: WORDS,
    product: `prod_${index % 1_000}`,
    recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
    tax_behavior: 'inclusive',
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: 4_200,
    unit_amount_decimal: '4200',
  };
}

/** About 5 KB: GitHub sends the addresses of all that belongs to it. */
export function githubRepository(index: number, apiUrl: string): object {
  const url = `${apiUrl}repos/acme/product-${index}`;
  const owner = { login: 'acme', id: 1, type: 'Organization', url: `${apiUrl}users/acme` };
  const parts =
    'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags hooks ' +
    'issue_comment issue_events issues keys labels languages merges milestones pulls releases stargazers statuses subscribers subscription tags teams trees';
  const at = iso(START + index * 60_000);
  return {
    id: 1_000_000 + index,
    node_id: `R_${index}`,
    name: `product-${index}`,
    full_name: `acme/product-${index}`,
    private: index % 2 === 0,
    visibility: index % 2 === 0 ? 'private' : 'public',
    owner,
    html_url: `https://github.com/acme/product-${index}`,
    description: WORDS,
    fork: false,
    archived: false,
    ...Object.fromEntries(parts.split(' ').map((part) => [`${part}_url`, `${url}/${part}{/id}`])),
    default_branch: 'main',
    language: 'TypeScript',
    license: { key: 'mit', name: 'MIT License', spdx_id: 'MIT', url: `${apiUrl}licenses/mit` },
    topics: ['graphql', 'integration'],
    stargazers_count: index % 500,
    forks_count: index % 50,
    open_issues_count: index % 20,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
    created_at: at,
    updated_at: at,
    pushed_at: at,
  };
}

function iso(time: number): string {
  return new Date(time).toISOString().replace('.000', '');
}
