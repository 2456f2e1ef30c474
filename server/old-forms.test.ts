import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OldForms } from './old-forms.ts'

const known = '40'.padEnd(42, 'a')
const gone = '40'.padEnd(42, 'b')
const folder = mkdtempSync(join(tmpdir(), 'old-forms-'))
mkdirSync(join(folder, 'server'))
writeFileSync(
  join(folder, 'server/server-reference-manifest.json'),
  JSON.stringify({ node: { [known]: {} }, edge: {}, encryptionKey: 'x' }),
)
const forms = new OldForms(folder)

/** Answers with the fields left for Next to read, or says that the request was passed on unread. */
const server = createServer((request, response) => {
  void (async () => {
    const taken = await forms.take(request, response)
    if (!taken) return
    if (taken === request) return response.end('unread')
    const headers = { 'Content-Type': String(taken.headers['content-type']) }
    const form = await new Response(new Uint8Array(await buffer(taken)), { headers }).formData()
    return response.end(JSON.stringify([...form]))
  })()
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

function form(fields: Record<string, string>): FormData {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) made.set(name, value)
  return made
}

async function send(body: FormData | Buffer, path = '/', headers: Record<string, string> = {}) {
  const init = body instanceof FormData ? { body } : { body: new Uint8Array(body) }
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers, ...init })
  return { status: response.status, text: await response.text() }
}

test('a form whose action is there goes on as it came, whatever its words say', async () => {
  const fields = { [`$ACTION_ID_${known}`]: '', body: `é $ACTION_ID_${gone} {"id":"${gone}"}` }
  const { status, text: left } = await send(form(fields))
  expect(status).toBe(200)
  expect(JSON.parse(left)).toEqual(Object.entries(fields))
})

test.each([
  ['plain', { [`$ACTION_ID_${gone}`]: '' }],
  ['with arguments', { $ACTION_REF_1: '', '$ACTION_1:0': `{"id":"${gone}","bound":"$@1"}` }],
])('an action that is no more (%s) is answered with the words', async (_name, action) => {
  const words = 'Zwei <b>Zeilen</b>\r\n& "mehr"'
  const { status, text: page } = await send(form({ ...action, body: words, ref: 'r', name: ' ' }))
  expect(status).toBe(409)
  expect(page).toContain('Hubbub was updated')
  expect(page).toContain('Zwei &#60;b&#62;Zeilen&#60;/b&#62;\r\n&#38; &#34;mehr&#34;</textarea>')
  expect(page.match(/<textarea/g)).toHaveLength(1)
})

test('what is no such form is not read', async () => {
  const action = form({ [`$ACTION_ID_${gone}`]: '', body: 'x' })
  const large = form({ [`$ACTION_ID_${gone}`]: '', body: 'x'.repeat(1024 * 1024) })
  expect(await send(action, '/api/feed')).toMatchObject({ text: 'unread' })
  expect(await send(action, '/', { 'next-action': gone })).toMatchObject({ text: 'unread' })
  expect(await send(large)).toMatchObject({ text: 'unread' })
  expect(await send(Buffer.from('x'))).toMatchObject({ text: 'unread' })
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const answer = await new Promise<string>((resolve, reject) => {
    const chunked = ask(origin, { method: 'POST', headers }, (response) => {
      resolve(text(response))
      chunked.end()
    })
    chunked.on('error', reject).write('of a length that nobody knows')
  })
  expect(answer).toBe('unread')
})

test('a form that is not whole is refused with a sentence', async () => {
  const type = 'multipart/form-data; boundary=x'
  const whole = '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nwords\r\n--x--\r\n'
  for (const [contentType, body] of [
    [type, whole.slice(0, -10)],
    [type, ''],
    [type, 'words'],
    ['multipart/form-data; boundary=y', whole],
    ['multipart/form-data', whole],
  ] as const) {
    const answer = await send(Buffer.from(body), '/', { 'content-type': contentType })
    expect(answer.status, `${contentType} ${body}`).toBe(400)
    expect(answer.text).toContain('Go back and send it again.')
  }
  const quoted = { 'content-type': 'multipart/form-data; boundary="x"' }
  expect(await send(Buffer.from(whole), '/', quoted)).toMatchObject({ status: 200 })
})

test('all of several fields of one name are given back, and no way leads to another site', async () => {
  const fields = form({ [`$ACTION_ID_${gone}`]: '' })
  for (const words of ['', 'one', 'two']) fields.append('body', words)
  const { text: page } = await send(fields)
  expect(page.match(/<textarea/g)).toHaveLength(2)
  const led = await send(form({ [`$ACTION_ID_${gone}`]: '' }), '//evil.example/x')
  expect(led.text).toContain('href="/evil.example/x"')
})
