import { chooseAccount, type CardState } from './card-state.js';
import {
  CardIntegrationDocument,
  CardProviderDocument,
  CardViewerDocument,
  type CardIntegrationFragment,
} from './gql/graphql.js';
import type { GetToken, HubClient } from './hub-client.js';
import { asFailure, HubFailure } from './hub-failure.js';
import { sharedStream, type LiveStream } from './live-stream.js';

/** What a card is to show: one account, or whichever the person has at a provider. */
export type CardSubject = { integrationId: string } | { providerId: string };

interface Listener {
  onState(state: CardState): void;
  onFailure(failure: HubFailure): void;
  /** Whether changes arrive as they happen. */
  onLive(isLive: boolean): void;
}

/** What a card shows, read from the hub and kept in step with it. */
export class CardData {
  readonly client: HubClient;
  private readonly stream: LiveStream;
  private readonly leave: () => void;
  private state: CardState | null = null;
  private accounts = new Map<string, CardIntegrationFragment>();
  private userId: string | null = null;
  /** Grows with each change that concerns this card. */
  private turn = 0;
  /** Something may have been missed, or could not be read. */
  private isStale = false;
  private isOver = false;

  constructor(
    base: string,
    getToken: GetToken,
    private readonly subject: CardSubject,
    private readonly listener: Listener,
  ) {
    this.stream = sharedStream(base, getToken);
    this.client = this.stream.client;
    this.leave = this.stream.join({
      onOpen: () => this.goOn(),
      onChange: (account) => this.take(account),
      onLost: () => {
        this.isStale = true;
        this.listener.onLive(false);
      },
      onRefused: (failure) => this.listener.onFailure(failure),
    });
    void this.read();
  }

  /** Reads everything anew. */
  async read(): Promise<void> {
    try {
      let turn: number;
      let read: Awaited<ReturnType<typeof this.ask>>;
      do {
        turn = this.turn;
        read = await this.ask();
        // What was told meanwhile may be newer than what was read.
      } while (turn !== this.turn && !this.isOver);
      this.accounts = new Map(read.accounts.map((account) => [account.id, account]));
      this.show(read.provider);
    } catch (error) {
      this.fail(asFailure(error));
    }
  }

  /** After a refusal: with another token all may be well. */
  async tryAgain(): Promise<void> {
    this.stream.retry();
    await this.read();
  }

  /** A change of one account, told by the stream or by the answer to a mutation. */
  take(account: CardIntegrationFragment): void {
    if (!this.concerns(account)) return;
    this.turn += 1;
    if (this.state === null) return;
    this.accounts.set(account.id, account);
    this.show(this.state.provider);
  }

  close(): void {
    this.isOver = true;
    this.leave();
  }

  private async ask() {
    const { client, subject } = this;
    if ('integrationId' in subject) {
      const { integration } = await client.ask(CardIntegrationDocument, { id: subject.integrationId });
      if (integration === null) throw new HubFailure('NO_ACCOUNT');
      return { provider: integration.provider, accounts: [integration] };
    }
    const { providerId } = subject;
    const { viewer } = await client.ask(CardViewerDocument, {});
    this.userId = viewer.userId;
    const whose = { tenantId: viewer.tenantId ?? '', userId: viewer.userId ?? '' };
    const { provider, integrations } = await client.ask(CardProviderDocument, { providerId, ...whose });
    if (provider === null) throw new HubFailure('NO_PROVIDER', `The hub knows no provider "${providerId}".`);
    return { provider, accounts: integrations.nodes };
  }

  /** The stream is open, and sends the present state first. */
  private goOn(): void {
    this.listener.onLive(true);
    if (this.isStale) void this.read();
    this.isStale = false;
  }

  private fail(failure: HubFailure): void {
    this.isStale = true;
    // A hub that is away is told by the stream, which reads anew once it is back.
    const isTold = failure.code === 'UNREACHABLE' && this.state !== null;
    if (!this.isOver && !isTold) this.listener.onFailure(failure);
  }

  private concerns({ id, userId, provider }: CardIntegrationFragment): boolean {
    if ('integrationId' in this.subject) return id === this.subject.integrationId;
    // An administrator is told of everybody's.
    const isTheirs = this.userId === null || userId === this.userId;
    return provider.id === this.subject.providerId && isTheirs;
  }

  private show(provider: CardState['provider']): void {
    if (this.isOver) return;
    this.state = { provider, account: chooseAccount([...this.accounts.values()]) };
    this.listener.onState(this.state);
  }
}
