import { createServer } from 'node:http';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';

/**
 * `bare-inbox.js <port> <database>`: stores each body in one durable insert, then answers 200. It checks no
 * signature, knows no event that came before, and seals and works on nothing.
 */
const [port, database = ''] = process.argv.slice(2);
const store = database.startsWith('sqlite:') ? onSqlite(database.slice('sqlite:'.length)) : await onPostgres(database);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const stored = store(Buffer.concat(chunks).toString());
    stored.then(
      () => response.writeHead(200, { 'content-type': 'text/plain' }).end('ok'),
      () => response.writeHead(500).end(),
    );
  });
}).listen(Number(port), '127.0.0.1');

function onSqlite(path: string): (body: string) => Promise<unknown> {
  const connection = new BetterSqlite3(path);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.exec('create table bare_event (id integer primary key, received_at integer not null, body text not null)');
  const insert = connection.prepare('insert into bare_event (received_at, body) values (?, ?)');
  return async (body) => insert.run(Date.now(), body);
}

async function onPostgres(url: string): Promise<(body: string) => Promise<unknown>> {
  const pool = new pg.Pool({ connectionString: url });
  await pool.query(
    'create table bare_event (id bigserial primary key, received_at bigint not null, body text not null)',
  );
  const insert = { name: 'insert', text: 'insert into bare_event (received_at, body) values ($1, $2)' };
  return (body) => pool.query({ ...insert, values: [Date.now(), body] });
}
