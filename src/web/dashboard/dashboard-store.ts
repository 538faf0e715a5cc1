import type { Client } from 'urql';
import { PageDashboardDocument, type PageDashboardQuery } from '../gql/graphql.js';
import { ask } from '../graphql/graphql-client.js';
import { endWords } from '../integrations/integration-words.js';
import type { LiveState } from '../live/live-state.js';
import { watchHub } from '../live/hub-streams.js';
import { dashboardOf, isUnderWay, withChange, type Dashboard, type DashboardChange } from './dashboard-state.js';

const PAGE_SIZE = 50;

export interface DashboardView {
  /** Null until the first answer. */
  dashboard: Dashboard | null;
  live: LiveState;
  /** Why the latest reading failed, in words; null where it did not. */
  problem: string | null;
  /** How the latest run ended, for people who do not see it; empty where none has ended. */
  announcement: string;
}

/** Holds what the page shows: read once, kept in step by live events, read again after each gap. */
export class DashboardStore {
  private view: DashboardView = { dashboard: null, live: 'connecting', problem: null, announcement: '' };
  private readonly listeners = new Set<() => void>();
  private changes = 0;
  private pages = 1;
  private reading: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(
    private readonly client: Client,
    private readonly onUnauthenticated: () => void,
  ) {}

  readonly current = (): DashboardView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Reads, and follows changes until the returned function is called. */
  start(): () => void {
    const stopped = new AbortController();
    void this.refresh();
    watchHub(
      {
        onChange: (change) => this.apply(change),
        onLiveState: (live) => this.set({ live }),
        onGap: () => void this.refresh(),
        onUnauthenticated: this.onUnauthenticated,
      },
      stopped.signal,
    );
    return () => stopped.abort();
  }

  /** Reads everything that is shown once more. Asked for while a reading is under way, it begins after that one. */
  refresh(): Promise<void> {
    this.next ??= this.reading.then(() => {
      this.next = null;
      this.reading = this.read();
      return this.reading;
    });
    return this.next;
  }

  /** Shows the next page of integrations too. */
  async showMore(): Promise<void> {
    this.pages += 1;
    await this.refresh();
  }

  apply(change: DashboardChange): void {
    this.changes += 1;
    if (this.view.dashboard !== null) this.set({ dashboard: withChange(this.view.dashboard, change) });
    // The streams overtake one another: when a run has ended, one reading settles what they left.
    if (change.kind === 'sync' && !isUnderWay(change.log)) {
      this.set({ announcement: endWords(change.log) });
      void this.refresh();
    }
  }

  private async read(): Promise<void> {
    try {
      let changesBefore: number;
      let pages: PageDashboardQuery[];
      let attempts = 0;
      // An event that came meanwhile may be newer than the answer: then the answer is asked for anew.
      do {
        changesBefore = this.changes;
        pages = await this.readPages();
      } while (this.changes !== changesBefore && (attempts += 1) < 3);
      this.set({ dashboard: dashboardOf(pages, this.view.dashboard), problem: null });
    } catch (error) {
      this.set({ problem: (error as Error).message });
    }
  }

  private async readPages(): Promise<PageDashboardQuery[]> {
    const pages: PageDashboardQuery[] = [];
    let after: string | null = null;
    do {
      const page: PageDashboardQuery = await ask(this.client, PageDashboardDocument, { first: PAGE_SIZE, after });
      pages.push(page);
      after = page.integrations.pageInfo.hasNextPage ? page.integrations.pageInfo.endCursor : null;
    } while (after !== null && pages.length < this.pages);
    return pages;
  }

  private set(change: Partial<DashboardView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
