import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** Networks that are no public place. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** @see https://www.iana.org/assignments/iana-ipv6-special-registry; those that carry an IPv4 address inside are refused whole. */
const IPV6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const PRIVATE_NETWORKS = new BlockList();
for (const [network, prefix] of IPV4) PRIVATE_NETWORKS.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of IPV6) PRIVATE_NETWORKS.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address is this machine's, a private network's, or otherwise not public. What is no address is not. */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return PRIVATE_NETWORKS.check(address, 'ipv4');
  // IPv4 in IPv6 (::ffff:10.0.0.1) is checked against the IPv4 networks.
  if (isIPv6(address)) return PRIVATE_NETWORKS.check(address, 'ipv6');
  return true;
}

/** Whether a URL's host names this machine or a private network. Names are not looked up. */
export function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname);
  if (isIP(host) !== 0) return isPrivateAddress(host);
  return !host.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}

/** A URL's host without the brackets of IPv6 and the root's dot. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
}
