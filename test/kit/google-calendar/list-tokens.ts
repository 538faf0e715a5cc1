/** The provider no longer takes a token: HTTP 410. */
export class TokenExpired extends Error {}

/** Page and sync tokens of one list: they hold positions in it. */
export class ListTokens {
  /** Tokens of an earlier generation have expired. */
  private generation = 1;

  /** What was written so far is no longer taken. */
  expire(): void {
    this.generation += 1;
  }

  write(kind: 'page' | 'sync', ...positions: number[]): string {
    return [kind, this.generation, ...positions].join('-');
  }

  /** @throws TokenExpired for one of another kind, or of before. */
  read(token: string, kind: 'page' | 'sync'): number[] {
    const [found, generation, ...positions] = token.split('-');
    if (found !== kind || Number(generation) !== this.generation) throw new TokenExpired(token);
    return positions.map(Number);
  }
}
