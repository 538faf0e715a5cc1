import { queryOf } from './call-query.js';
import { refuse } from './refuse.js';

const MAX_LENGTH = 8_192;
/** Decoding it once more than any server does says nothing new. */
const MAX_DECODINGS = 5;

/**
 * Where a call goes: always below the base of the provider's API.
 * @param apiUrl Ends in a slash.
 * @param path What follows it; a slash at its beginning is the one before it.
 * @throws HubError BAD_INPUT where the path leads elsewhere, or server and hub could read it differently.
 */
export function callAddress(apiUrl: string, path: string, query: unknown): URL {
  if (path.length > MAX_LENGTH) throw tooLong('path');
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(path) || /^[/\\]{2}/.test(path)) {
    throw refuse(['path'], "Give the path below the provider's API only, without scheme and host, e.g. users/me.");
  }
  if (/[?#]/.test(path))
    throw refuse(['path'], 'The path holds no ? and no #: give parameters as query, or encode them.');
  // URL parsers leave out or turn what stands here, so that it would not be the path that was checked.
  if (/[\\\s]|\p{Cc}/u.test(path)) throw refuse(['path'], 'The path holds no spaces and no backslashes: encode them.');
  if (/%(?![\da-f]{2})/i.test(path)) throw refuse(['path'], 'The path has a % that encodes nothing: write %25 for it.');
  if (hasDots(path)) throw refuse(['path'], 'The path must not go up: it has a part that is . or .. alone.');

  const base = new URL(apiUrl);
  const url = new URL(`./${path.replace(/^\//, '')}`, base);
  if (!url.href.startsWith(base.href)) throw refuse(['path'], "The path leads out of the provider's API.");
  url.search = String(queryOf(query, 'query'));
  if (url.href.length > MAX_LENGTH) throw tooLong('query');
  return url;
}

/** Whether a part of the path is a step up, also where it, or the slash before it, is encoded, once or more. */
function hasDots(path: string): boolean {
  let text = path;
  for (let decodings = 0; decodings < MAX_DECODINGS; decodings += 1) {
    if (text.split(/[/\\]/).some((part) => /^\.{1,2}(;.*)?$/.test(part))) return true;
    const decoded = text.replaceAll(/%(?:25|2e|2f|5c)/gi, decodeURIComponent);
    if (decoded === text) return false;
    text = decoded;
  }
  throw refuse(['path'], 'The path is encoded too many times over.');
}

function tooLong(field: string) {
  return refuse(
    [field],
    `The address of the call is longer than ${MAX_LENGTH} characters. Send what is long in the body.`,
  );
}
