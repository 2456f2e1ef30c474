import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { isInner } from './address-guard.ts'
import { deliverWebhook, signature } from './deliver-webhook.ts'
import { waitAfter } from './retries.ts'

test('[I4] the signature is that of the specification', () => {
  // The example of the reference libraries: https://github.com/standard-webhooks/standard-webhooks
  const headers = signature(
    {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      body: '{"test": 2432232314}',
    },
    1_614_265_330,
  )
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.255.255', true],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['0.0.0.0', true],
  ['::1', true],
  ['::', true],
  ['::ffff:127.0.0.1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['2002:7f00:1::', true],
  ['2002:a00:1::1', true],
  ['64:ff9b::a00:1', true],
  ['64:ff9b:1::a00:1', true],
  ['::127.0.0.1', true],
  ['::ffff:0:10.0.0.1', true],
  ['fec0::1', true],
  ['fd00:ec2::254', true],
  ['fe80::1%eth0', true],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', true],
  ['2001:db8::1', true],
  ['100::1', true],
  ['5f00::1', true],
  ['ff02::1', true],
  ['168.63.129.16', true],
  ['100.100.100.200', true],
  ['192.88.99.1', true],
  ['198.18.0.1', true],
  ['203.0.113.5', true],
  ['240.0.0.1', true],
  ['255.255.255.255', true],
  ['not an address', true],
  ['8.8.8.8', false],
  ['2001:4860:4860::8888', false],
  ['2a00:1450:4001:80b::200e', false],
  ['93.184.216.34', false],
  ['172.32.0.1', false],
  ['2606:2800:220:1::1', false],
])('%s is of an inner network: %s', (address, inner) => {
  expect(isInner(address)).toBe(inner)
})

/** A signal that never aborts. */
const { signal } = new AbortController()

test.each([
  'http://127.0.0.1:9/',
  'http://[::1]:9/',
  'http://2130706433:9/',
  'http://localhost:9/',
])('nothing is handed over to %s', async (url) => {
  const sent = { id: '1', url, secret: 'whsec_AAAA', body: '{}', toPrivate: false, signal }
  await expect(deliverWebhook(sent)).rejects.toThrow('private network')
})

test('[I5] the waits grow to half a day, and then it is given up', () => {
  const waits = Array.from({ length: 10 }, (_, index) => waitAfter(index + 1, () => 0.5))
  expect(waits[0]).toBe(1000)
  expect(waits[8]).toBe(12 * 3_600_000)
  expect(waits[9]).toBeNull()
})

test('a receiver that wants to speak another protocol has not taken it', async () => {
  const receiver = createServer()
  receiver.on('connection', (socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    )
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const sent = { id: '1', url, secret: 'whsec_AAAA', body: '{}', toPrivate: true, signal }
  await expect(deliverWebhook(sent)).rejects.toThrow('without an answer')
  await new Promise((resolve) => receiver.close(resolve))
})
