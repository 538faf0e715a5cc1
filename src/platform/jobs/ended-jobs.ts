const MAX_BATCH = 500;

/** Removes jobs that ended, as many at a time as came together while the last ones were removed. */
export class EndedJobs {
  private ids: string[] = [];
  private removing: Promise<void> | null = null;

  constructor(
    private readonly remove: (ids: string[]) => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(id: string): void {
    this.ids.push(id);
    this.removing ??= this.removeAll();
  }

  /** Ends when all that were added are removed. */
  async flush(): Promise<void> {
    await this.removing;
  }

  private async removeAll(): Promise<void> {
    while (this.ids.length > 0) {
      // What cannot be removed now is forgotten by age.
      await this.remove(this.ids.splice(0, MAX_BATCH)).catch(this.onError);
    }
    this.removing = null;
  }
}
