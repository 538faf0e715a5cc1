import DataLoader from 'dataloader';

/** Keys of one statement: each is a parameter, of which SQLite takes 32,766. */
const MAX_KEYS = 1000;

/** An answer that is known, or a promise of it. GraphQL completes what is known without a detour over the event loop. */
export type Loaded<Answer> = Answer | Promise<Answer>;

/**
 * Answers by key: one statement for all keys asked for at once, and none for what is known. A list
 * that knows what will be asked of its rows reads it ahead; what is asked then is answered at once,
 * which is worth a third of the time of a large answer.
 */
export class KeyLoader<Answer> {
  private readonly known = new Map<string, Answer>();
  private readonly loader: DataLoader<string, Answer>;

  constructor(private readonly readAnswers: (keys: readonly string[]) => Promise<readonly Answer[]>) {
    this.loader = new DataLoader((keys) => this.read(keys), { maxBatchSize: MAX_KEYS });
  }

  load(key: string): Loaded<Answer> {
    const answer = this.known.get(key);
    return answer === undefined ? this.loader.load(key) : answer;
  }

  async readAhead(keys: readonly string[]): Promise<void> {
    const unknown = keys.filter((key) => !this.known.has(key));
    if (unknown.length > 0) await this.read(unknown);
  }

  private async read(keys: readonly string[]): Promise<readonly Answer[]> {
    const answers = await this.readAnswers(keys);
    for (const [index, key] of keys.entries()) this.known.set(key, answers[index] as Answer);
    return answers;
  }
}

/** Goes on with an answer: at once where it is known. */
export function whenLoaded<Answer, Result>(
  answer: Loaded<Answer>,
  goOn: (answer: Answer) => Result,
): Result | Promise<Awaited<Result>> {
  return answer instanceof Promise ? (answer.then(goOn) as Promise<Awaited<Result>>) : goOn(answer);
}

/** Loads the row of each key; null where there is none. */
export function loadRowByKey<Row>(
  readRows: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): KeyLoader<Row | null> {
  return new KeyLoader(async (keys) => {
    const rows = new Map((await readRows(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
}

/** Loads all rows of each key, in the order in which they are read; for lists that are short by nature. */
export function loadRowsByKey<Row>(
  readRows: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): KeyLoader<readonly Row[]> {
  return new KeyLoader(async (keys) => {
    const rows = Map.groupBy(await readRows(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** Reads rows that are never remembered: whoever asks at the same moment is answered by one statement. */
export function loadRowAnew<Row>(
  readRows: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  const read = async (keys: readonly string[]) => {
    const rows = new Map((await readRows([...new Set(keys)])).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  };
  return new DataLoader(read, { cache: false, maxBatchSize: MAX_KEYS });
}
