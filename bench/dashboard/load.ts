import autocannon from 'autocannon';

/**
 * Puts load on one server and prints its requests per second. A process of its own, so that it takes
 * no time from the server: `load.js <port> <seconds> <request as JSON>`.
 */
const [port, seconds, request] = process.argv.slice(2);
const { method, headers, body } = JSON.parse(request ?? '{}');

const { requests, non2xx, errors, timeouts } = await autocannon({
  url: `http://127.0.0.1:${port}/graphql`,
  connections: 10,
  duration: Number(seconds),
  method,
  headers,
  body,
});
if (non2xx + errors + timeouts > 0) throw new Error(`${non2xx} refusals, ${errors} errors, ${timeouts} timeouts`);
console.log(requests.average);
