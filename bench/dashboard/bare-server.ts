import 'reflect-metadata';
import { createServer } from 'node:http';
import { bareDashboard } from './bare-dashboard.js';

/** `bare-server.js <port> <database> <first>`: reads the request's body, as any server must, and answers. */
const [port, database, first] = process.argv.slice(2);
const dashboard = bareDashboard(database ?? '', Number(first));

createServer((request, response) => {
  request.resume().on('end', () => {
    const body = Buffer.from(JSON.stringify(dashboard()));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
}).listen(Number(port), '127.0.0.1');
