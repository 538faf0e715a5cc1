import type { Database } from '../platform/database/open-database.js';
import type { Meters } from '../platform/metrics/meters.js';

/** PostgreSQL: the pool's connections. SQLite: bytes on disk. */
export function watchDatabase(meters: Meters, database: Pick<Database<unknown>, 'engine' | 'pool' | 'bytes'>): void {
  if (database.engine === 'postgresql') {
    meters.gauge('hub_database_connections', "Connections of this process's pool.", ['state'], async () => {
      const { busy, idle } = await database.pool();
      return [
        { labels: { state: 'busy' }, value: busy },
        { labels: { state: 'idle' }, value: idle },
      ];
    });
    meters.gauge('hub_database_waiting', 'Statements that wait for a connection.', [], async () => [
      { labels: {}, value: (await database.pool()).waiting },
    ]);
  } else {
    meters.gauge('hub_database_size_bytes', 'The database on disk, with its write-ahead log.', [], async () => [
      { labels: {}, value: await database.bytes() },
    ]);
  }
}
