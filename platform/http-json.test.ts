// Tests of http-json: reading bodies, and errors as responses.
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Refusal } from './errors.ts'
import { errorResponse, largestMessage, readJson, TooLarge } from './http-json.ts'

const bodyOf = (text: string) => Readable.from([Buffer.from(text)])
const webBody = (text: string) => new Response(text).body

test('the body of a request of Node and of the web is read the same', async () => {
  expect(await readJson(bodyOf('{"a":"ä"}'))).toEqual({ a: 'ä' })
  expect(await readJson(webBody('{"a":"ä"}'))).toEqual({ a: 'ä' })
})

test('no body, and what is no JSON, is invalid', async () => {
  for (const body of [null, bodyOf('{"a"'), webBody('')])
    await expect(readJson(body)).rejects.toMatchObject({ code: 'invalid' })
})

test('what is too large is not read to its end', async () => {
  let read = 0
  const endless = Readable.from(
    (function* () {
      for (;;) {
        read += 1
        yield Buffer.alloc(1024)
      }
    })(),
  )
  await expect(readJson(endless)).rejects.toBeInstanceOf(TooLarge)
  expect(read).toBeLessThan(largestMessage / 1024 + 100)
})

test.each([
  [new Refusal('forbidden', 'No.'), 403, {}, { code: 'forbidden', message: 'No.' }],
  [new Refusal('rate_limited', 'Slow.', 1500), 429, { 'Retry-After': '2' }, { retryAfterMs: 1500 }],
  [new TooLarge(), 413, { Connection: 'close' }, { code: 'invalid' }],
  [new TooLarge('How long?', 411), 411, { Connection: 'close' }, { message: 'How long?' }],
])('%s is said by its status and as a message', (error, status, headers, body) => {
  const answer = errorResponse(error, 'r1')
  expect(answer).toMatchObject({ status, headers, body: { type: 'error', ref: 'r1', ...body } })
})

test('what is no refusal says nothing of itself', () => {
  const { status, body } = errorResponse(new Error('secret'))
  expect(status).toBe(503)
  expect(JSON.stringify(body)).not.toContain('secret')
})
