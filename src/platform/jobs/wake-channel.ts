import { BaseNotificationChannel, toJobId, type JobNotification, type NotificationChannel } from 'agenda';

const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Tells Agenda of jobs to run: at once in this process, and by `between` in the others. Agenda alone
 * looks for jobs only when it scans or is told of a new one; this also wakes it when a place is free again and
 * when a run is due. At most one search per job name goes on at a time.
 */
export class WakeChannel extends BaseNotificationChannel {
  private readonly searching = new Set<string>();
  private readonly searchAgain = new Set<string>();
  private readonly timers = new Map<string, { at: number; timer: NodeJS.Timeout }>();

  /**
   * @param between carries notifications between processes; null where there is one.
   * @param source what this process signs its notifications with, to know them when they come back.
   */
  constructor(
    private readonly between: NotificationChannel | null,
    private readonly source: string,
  ) {
    super();
    between?.on('error', (error) => this.emit('error', error));
  }

  /** Agenda connects too, when it starts; only the first counts. */
  async connect(): Promise<void> {
    if (this.state === 'connected') return;
    await this.between?.connect();
    this.between?.subscribe((notification) => {
      if (notification.source !== this.source) this.tell(notification);
    });
    this.setState('connected');
  }

  async disconnect(): Promise<void> {
    if (this.state === 'disconnected') return;
    this.setState('disconnected');
    for (const { timer } of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.handlers.clear();
    await this.between?.disconnect();
  }

  async publish(notification: JobNotification): Promise<void> {
    this.tell(notification);
    // While the connection is being made again, the others find the job by their scans.
    if (this.between?.state === 'connected') await this.between.publish(notification);
  }

  /** Looks for a job of this name that can run now. */
  wake(jobName: string): void {
    if (this.searching.has(jobName)) {
      this.searchAgain.add(jobName);
      return;
    }
    void this.search(jobName);
  }

  /** Looks for a job of this name at that time, in epoch milliseconds. */
  wakeAt(jobName: string, at: number): void {
    const set = this.timers.get(jobName);
    if (this.state !== 'connected' || (set && set.at <= at)) return;
    clearTimeout(set?.timer);
    const timer = setTimeout(() => this.timeCame(jobName, at), Math.min(Math.max(0, at - Date.now()), MAX_TIMER_MS));
    timer.unref();
    this.timers.set(jobName, { at, timer });
  }

  /** Timers may end a millisecond early, when nothing is due yet, and reach 24 days at most. */
  private timeCame(jobName: string, at: number): void {
    this.timers.delete(jobName);
    if (Date.now() < at) this.wakeAt(jobName, at);
    else this.wake(jobName);
  }

  private tell({ jobName, nextRunAt }: JobNotification): void {
    if (nextRunAt !== null && nextRunAt.getTime() > Date.now()) this.wakeAt(jobName, nextRunAt.getTime());
    else this.wake(jobName);
  }

  private async search(jobName: string): Promise<void> {
    this.searching.add(jobName);
    do {
      this.searchAgain.delete(jobName);
      await this.notifyHandlers({ jobId: toJobId(''), jobName, nextRunAt: null, priority: 0, timestamp: new Date() });
    } while (this.searchAgain.has(jobName));
    this.searching.delete(jobName);
  }
}
