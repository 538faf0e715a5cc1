import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { HubError } from '../platform/errors/hub-error.js';

const PRIVATE_NETWORKS = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE_NETWORKS.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE_NETWORKS.addSubnet(network, prefix, 'ipv6');
}

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
    return 'must be https: tokens go there. HUB_ALLOW_PRIVATE_ENDPOINTS=1 allows plain http.';
  if (isPrivateHost(url.hostname)) {
    return 'is inside a private network. HUB_ALLOW_PRIVATE_ENDPOINTS=1 allows it, if your provider really runs there.';
  }
  return null;
}

/** Whether a URL's host names this machine or a private network. Names are not looked up. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  if (isIPv4(host)) return PRIVATE_NETWORKS.check(host, 'ipv4');
  if (isIPv6(host)) return PRIVATE_NETWORKS.check(host, 'ipv6');
  return !host.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}
