import type { Exchange, Operation } from 'urql';
import { pipe, tap } from 'wonka';

/** Reads again what is shown: for when changes may have been missed. */
export class Refetch {
  private readonly shown = new Map<number, Operation>();
  private reread: (operation: Operation) => void = () => undefined;

  /** Takes note of the queries that are shown. Stands before the cache. */
  readonly exchange: Exchange = ({ client, forward }) => {
    this.reread = (operation) =>
      client.reexecuteOperation(client.createRequestOperation('query', operation, { requestPolicy: 'network-only' }));
    return (operations) =>
      forward(
        pipe(
          operations,
          tap((operation) => this.note(operation)),
        ),
      );
  };

  readonly all = (): void => {
    for (const operation of this.shown.values()) this.reread(operation);
  };

  private note(operation: Operation): void {
    if (operation.kind === 'query') this.shown.set(operation.key, operation);
    if (operation.kind === 'teardown') this.shown.delete(operation.key);
  }
}
