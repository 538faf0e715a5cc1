import { HubError } from '../platform/errors/hub-error.js';
import { isPrivateHost } from '../platform/http/private-network.js';

/**
 * An address at which a provider may be reached, normalised.
 * @param field Its path in the mutation's input.
 * @throws HubError BAD_INPUT when it is no http(s) address, or a private one, or plain http, where those are not allowed.
 */
export function checkProviderAddress(address: string | URL, field: readonly string[], allowPrivate: boolean): URL {
  const name = field.at(-1) ?? 'address';
  if (!URL.canParse(String(address))) throw new HubError('BAD_INPUT', `${name} must be an http(s) address.`, { field });
  const url = new URL(String(address));
  const fault = faultOf(url, allowPrivate);
  if (fault !== null) throw new HubError('BAD_INPUT', `${name} ${fault}`, { field });
  return url;
}

function faultOf(url: URL, allowPrivate: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an http(s) address.';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password.';
  if (url.hash !== '') return 'must not hold a fragment (#).';
  if (allowPrivate) return null;
  if (url.protocol === 'http:')
    return 'must be https: secrets go there. HUB_ALLOW_PRIVATE_ENDPOINTS=1 allows plain http.';
  if (isPrivateHost(url.hostname)) {
    return 'is inside a private network. HUB_ALLOW_PRIVATE_ENDPOINTS=1 allows it, if what you mean really runs there.';
  }
  return null;
}
