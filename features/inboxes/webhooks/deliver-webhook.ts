// Sends one signed POST to a webhook, as by Standard Webhooks: https://www.standardwebhooks.com
import { createHmac } from 'node:crypto'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { guardedLookup, isInner } from './address-guard.ts'

const limitMs = 10_000

export interface WebhookDelivery {
  id: string
  url: string
  secret: string
  body: string
  /** Whether the address may be in a private network. */
  toPrivate: boolean
  /** When aborted, the request is given up. */
  signal: AbortSignal
}

/** The three headers that prove sender and time to a receiver. */
export function signature(
  { id, secret, body }: Pick<WebhookDelivery, 'id' | 'secret' | 'body'>,
  seconds: number,
): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signed}`,
  }
}

/** Resolves when the receiver has accepted it; rejects with an Error whose message is the rest of a sentence that says why not. */
export function deliverWebhook(sent: WebhookDelivery): Promise<void> {
  const url = new URL(sent.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!sent.toPrivate && isIP(host) !== 0 && isInner(host)) {
    return Promise.reject(new Error('its address is in a private network'))
  }
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const asking = request(url, {
      method: 'POST',
      // A limit for the whole exchange, not for each pause in it.
      signal: AbortSignal.any([AbortSignal.timeout(limitMs), sent.signal]),
      ...(sent.toPrivate ? {} : { lookup: guardedLookup }),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(sent.body),
        'user-agent': 'Hubbub',
        ...signature(sent, Math.floor(Date.now() / 1000)),
      },
    })
    asking.on('error', (error) =>
      reject(error.name === 'AbortError' ? new Error('it did not answer in time') : error),
    )
    asking.on('response', (response) => {
      // The response's body is not needed; redirects are not followed: they could lead to a private address.
      response.destroy()
      const { statusCode = 0 } = response
      if (statusCode >= 200 && statusCode < 300) resolve()
      else reject(new Error(`it answered ${statusCode}`))
    })
    // Closed without a response, as by a switch to another protocol: nothing more will come.
    asking.on('close', () => reject(new Error('it closed the connection without an answer')))
    asking.end(sent.body)
  })
}
