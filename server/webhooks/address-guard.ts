// Where a webhook may lead: people name the address, and the server's own network is not theirs to reach.
import { lookup } from 'node:dns'
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { LookupFunction } from 'node:net'

const inner = new BlockList()
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
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inner.addSubnet(network, prefix, 'ipv6')
}

/** Whether an IP address is of a private, local or reserved network. */
export function isInner(address: string): boolean {
  // A BlockList looks at the IPv4 address in ::ffff:10.0.0.1 by itself.
  return isIP(address) === 0 || inner.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** For `http.request`: looks a name up as usual, and fails when any of its addresses is an inner one. */
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
