import { BlockList, isIP, isIPv6 } from 'node:net';

/** Networks that are not the public internet, by family. */
const special: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const specialNetworks = new BlockList();
for (const [network, prefix, family] of special) specialNetworks.addSubnet(network, prefix, family);

const loopbackNetworks = new BlockList();
loopbackNetworks.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackNetworks.addAddress('::1', 'ipv6');

/** Removes the brackets that a URL puts around an IPv6 address. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

const within = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Whether an IP address is this machine. */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && within(loopbackNetworks, address);

/**
 * Whether an IP address lies on the public internet: not loopback, private, link-local, carrier-grade NAT,
 * multicast, documentation, or a form of IPv6 that carries an IPv4 address inside.
 *
 * @see RFC 6890
 */
export const isPublicAddress = (address: string): boolean =>
  isIP(address) !== 0 && !within(specialNetworks, address);

const groupOf = (text: string): number => Number.parseInt(text, 16);

/** The groups of half an IPv6 address; the last four bytes may be written as IPv4. */
function groupsOf(half: string): number[] {
  if (half === '') return [];
  return half.split(':').flatMap((part) => {
    if (!part.includes('.')) return [groupOf(part)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

/** The eight groups of 16 bits of an IPv6 address, whatever it is shortened to; its zone is left out. */
function expandedGroups(address: string): number[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/**
 * Whose an IP address is: of IPv6 the network of 64 bits, for whoever has one of its addresses has all; of IPv4, also where
 * IPv6 maps it, the address. The same network has one form, and what is no address is left as it is.
 *
 * @see RFC 4291 sections 2.2 and 2.5, RFC 4007 section 11
 */
export function addressOwner(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = expandedGroups(address);
  const [high = 0, low = 0] = groups.slice(6);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::`;
}
