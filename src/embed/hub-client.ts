import { createClient, NetworkError } from 'graphql-sse';
import { HubFailure } from './hub-failure.js';
import type { TypedDocumentString } from './gql/graphql.js';

/** Gives the product's own token for the person at the page. Asked before each request, so it may keep one until it is old. */
export type GetToken = () => string | Promise<string>;

interface Answer<Data> {
  data?: Data | null;
  errors?: readonly GraphQLFault[];
}

interface GraphQLFault {
  message: string;
  extensions?: Record<string, unknown>;
}

/** One hub, asked by the token of one person. */
export class HubClient {
  /** @param base where the hub is, with a slash at its end. */
  constructor(
    readonly base: string,
    private readonly getToken: GetToken,
  ) {}

  /**
   * One query or mutation.
   * @param options `keepsCookies` for what is bound to this browser; nothing else needs the hub's cookies.
   * @throws HubFailure
   */
  async ask<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    { keepsCookies = false } = {},
  ): Promise<Data> {
    const headers = { 'content-type': 'application/json', ...(await this.authorize()) };
    const body = JSON.stringify({ query: document.toString(), variables });
    const credentials = keepsCookies ? 'include' : 'omit';
    const answer = await fetch(this.address, { method: 'POST', headers, body, credentials })
      .then((response) => response.json() as Promise<Answer<Data>>)
      .catch(() => {
        throw new HubFailure('UNREACHABLE');
      });
    const [fault] = answer.errors ?? [];
    if (fault !== undefined) throw failureOf(fault);
    if (answer.data == null) throw new HubFailure('UNREACHABLE');
    return answer.data;
  }

  /**
   * Reads a subscription until it ends or the signal aborts.
   * @throws HubFailure where the hub says why it ended; UNREACHABLE where it was lost.
   */
  async watch<Data>(
    document: TypedDocumentString<Data, Record<string, never>>,
    listener: { onOpen(): void; onEvent(data: Data): void },
    signal: AbortSignal,
  ): Promise<void> {
    const headers = await this.authorize();
    const stream = createClient({ url: this.address, headers, credentials: 'omit', retryAttempts: 0 });
    const close = (): void => stream.dispose();
    signal.addEventListener('abort', close);
    try {
      const events = stream.iterate<Data>({ query: document.toString() }, { connected: listener.onOpen });
      for await (const { data, errors } of events) {
        if (signal.aborted) return;
        if (errors?.[0] !== undefined) throw failureOf(errors[0]);
        if (data) listener.onEvent(data);
      }
    } catch (error) {
      throw error instanceof NetworkError ? await failureOfAnswer(error.response) : error;
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }

  private get address(): string {
    return `${this.base}graphql`;
  }

  private async authorize(): Promise<{ authorization: string }> {
    try {
      return { authorization: `Bearer ${await this.getToken()}` };
    } catch (error) {
      // What `fetch` throws where the product's own server cannot be reached.
      throw new HubFailure(error instanceof TypeError ? 'UNREACHABLE' : 'UNAUTHENTICATED');
    }
  }
}

function failureOf({ message, extensions }: GraphQLFault): HubFailure {
  return new HubFailure(typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL', message);
}

/** A stream that is refused is answered as a query is. */
async function failureOfAnswer(response: unknown): Promise<HubFailure> {
  if (!(response instanceof Response) || response.bodyUsed) return new HubFailure('UNREACHABLE');
  return response.json().then(
    ({ errors }: Answer<never>) => (errors?.[0] === undefined ? new HubFailure('UNREACHABLE') : failureOf(errors[0])),
    () => new HubFailure('UNREACHABLE'),
  );
}
