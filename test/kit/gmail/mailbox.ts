import type { gmail_v1 } from '@googleapis/gmail';
import { refusal, type Answer } from './gmail-server.js';

type Message = gmail_v1.Schema$Message;
type Change = 'messagesAdded' | 'messagesDeleted' | 'labelsAdded' | 'labelsRemoved';

const FULL_FIELDS = ['body', 'parts'] as const;

/** The messages of an account, and the history of their changes, as Gmail keeps them. */
export class Mailbox {
  private readonly messages = new Map<string, Message>();
  private readonly attachments = new Map<string, string>();
  private readonly changes: gmail_v1.Schema$History[] = [];
  /** What came before is forgotten. */
  private historyBegins = 1000;
  private historyAt = 1000;

  get historyId(): string {
    return String(this.historyAt);
  }

  /** @param more Its headers are `payload.headers`. */
  add(id: string, more: Message = {}): Message {
    const payload = { mimeType: 'text/plain', headers: [{ name: 'Subject', value: `About ${id}` }] };
    const message = { id, threadId: `thread-${id}`, labelIds: ['INBOX'], internalDate: String(Date.now()), payload };
    this.messages.set(id, { ...message, ...more });
    this.note('messagesAdded', id);
    return this.messages.get(id) as Message;
  }

  label(id: string, labelIds: string[]): void {
    const message = this.messages.get(id) as Message;
    const isMore = labelIds.length > (message.labelIds?.length ?? 0);
    this.messages.set(id, { ...message, labelIds });
    this.note(isMore ? 'labelsAdded' : 'labelsRemoved', id);
  }

  remove(id: string): void {
    this.note('messagesDeleted', id);
    this.messages.delete(id);
  }

  /** Takes it away without a word in the history, as between two calls. */
  lose(id: string): void {
    this.messages.delete(id);
  }

  keepApart(attachmentId: string, content: string): void {
    this.attachments.set(attachmentId, Buffer.from(content).toString('base64url'));
  }

  /** As after a week. */
  forgetHistory(): void {
    this.historyBegins = this.historyAt + 1;
  }

  list(query: URLSearchParams): Answer {
    const after = Number(/^after:(\d+)$/.exec(query.get('q') ?? '')?.[1]) * 1000;
    const listed = [...this.messages.values()]
      .filter(({ internalDate, labelIds }) => Number(internalDate) > after && !labelIds?.includes('TRASH'))
      .map(({ id, threadId }) => ({ id, threadId }));
    return pageOf(query, listed, (messages) => (messages.length > 0 ? { messages } : {}));
  }

  history(query: URLSearchParams): Answer {
    const start = Number(query.get('startHistoryId'));
    if (start < this.historyBegins) return refusal(404, 'notFound', 'Requested entity was not found.');
    const since = this.changes.filter(({ id }) => Number(id) > start);
    return pageOf(query, since, (history) => ({
      historyId: this.historyId,
      ...(history.length > 0 && { history }),
    }));
  }

  get(id: string, query: URLSearchParams): Answer {
    const message = this.messages.get(id);
    if (message === undefined) return refusal(404, 'notFound', 'Requested entity was not found.');
    if (query.get('format') === 'full') return { status: 200, body: message };
    const wanted = new Set(query.getAll('metadataHeaders').map((name) => name.toLowerCase()));
    const headers = message.payload?.headers?.filter(({ name }) => wanted.has(String(name).toLowerCase()));
    const payload = { ...message.payload, headers };
    for (const field of FULL_FIELDS) delete payload[field];
    return { status: 200, body: { ...message, payload } };
  }

  attachment(id: string): Answer {
    return { status: 200, body: { data: this.attachments.get(id) } };
  }

  send({ threadId }: Message): Answer {
    const id = `sent-${this.messages.size}`;
    const { labelIds, ...sent } = this.add(id, { threadId: threadId ?? `thread-${id}`, labelIds: ['SENT'] });
    return { status: 200, body: { id: sent.id, threadId: sent.threadId, labelIds } };
  }

  private note(change: Change, id: string): void {
    this.historyAt += 3;
    const message = this.messages.get(id) as Message;
    message.historyId = this.historyId;
    const { threadId, labelIds } = message;
    this.changes.push({ id: this.historyId, [change]: [{ message: { id, threadId, labelIds } }] });
  }
}

function pageOf<Item>(query: URLSearchParams, all: Item[], bodyOf: (items: Item[]) => object): Answer {
  const token = query.get('pageToken');
  const from = token === null ? 0 : Number(/^page-(\d+)$/.exec(token)?.[1]);
  if (Number.isNaN(from)) return refusal(400, 'invalidArgument', 'Invalid pageToken');
  const to = from + Number(query.get('maxResults') ?? 100);
  return {
    status: 200,
    body: { ...bodyOf(all.slice(from, to)), ...(to < all.length && { nextPageToken: `page-${to}` }) },
  };
}
