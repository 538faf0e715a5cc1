import { createServer } from 'node:http';

/** `provider-server.js <port>`: a provider that answers each call with a page of data, and never what is asked of `/hang`. */
const [port] = process.argv.slice(2);
const page = Buffer.from(
  JSON.stringify({ things: Array.from({ length: 20 }, (_, id) => ({ id: `${id}`, name: `Thing number ${id}` })) }),
);

createServer((request, response) => {
  request.resume();
  if (request.url?.startsWith('/hang')) return;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length }).end(page);
}).listen(Number(port), '127.0.0.1');
