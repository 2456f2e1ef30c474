// Which addresses a webhook may call: people choose the URL, and it must not reach the server's own network.
import { lookup } from 'node:dns'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { LookupFunction } from 'node:net'

// Networks in the registries of special-purpose addresses (RFC 6890 and
// https://www.iana.org/assignments/iana-ipv4-special-registry), and public addresses that clouds use internally.
const inner = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4')
}

/** The only IPv6 range with public addresses; local, translated (NAT64) and mapped addresses lie outside it. */
const given = new BlockList()
given.addSubnet('2000::', 3, 'ipv6')
// Exceptions within it: IETF protocols (Teredo embeds an IPv4 address), documentation, and 6to4, which embeds one too.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  inner.addSubnet(network, prefix, 'ipv6')
}

/** Whether an IP address is of a private, local, translated or reserved network. */
export function isInner(address: string): boolean {
  if (isIPv4(address)) return inner.check(address)
  return !isIPv6(address) || !given.check(address, 'ipv6') || inner.check(address, 'ipv6')
}

/** A `lookup` for `http.request`: resolves a name as usual, and fails when any of its addresses is private. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error) callback(error, '', 4)
    else if (!first || addresses.some(({ address }) => isInner(address))) {
      callback(new Error('its address is in a private network'), '', 4)
    } else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
