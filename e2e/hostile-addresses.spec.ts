// Addresses that nobody means: every route of the app, as it stands on the disk, with values that break things.
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, signUp, test } from './fixtures.ts'

const app = join(import.meta.dirname, '../app')
const someId = '01980000-0000-7000-8000-000000000000'

const hostile = [
  '%',
  '%ff',
  '%E0%A4%A',
  '%00',
  '%2500',
  '%25',
  '%25ff',
  'a%00b',
  '%0d%0aset-cookie:x=1',
  '%ed%a0%80',
  '%F0%9F%91%8D',
  '%e2%80%ae',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  '%5c%5c',
  '-1',
  '9'.repeat(40),
  'a'.repeat(3000),
  "'%20OR%201=1--",
  '%7b%22a%22:1%7d',
  'garbage',
  `${someId}%20`,
  someId.toUpperCase(),
  '__proto__',
  'constructor',
]

interface Route {
  path: string
  queries: string[]
}

/** Each page and route handler with the names of its parameters. */
function routes(): Route[] {
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => {
      const text = readFileSync(join(app, file), 'utf8')
      const names = [...text.matchAll(/(?:query|searchParams\))\['(\w+)'\]|\.get\('(\w+)'\)/g)]
      const folder = file.replace(/\/?[^/]+$/, '').replace(/^people\/\[handle\]/, '@[handle]')
      return {
        path: `/${folder}`,
        queries: [...new Set(names.map(([, first, second]) => first ?? second ?? ''))],
      }
    })
}

function addresses(): string[] {
  return routes().flatMap(({ path, queries }) => {
    const right = path.replaceAll(/\[\w+\]/g, someId)
    const segments = path.includes('[')
      ? hostile.map((value) => path.replaceAll(/\[\w+\]/g, value))
      : []
    const parameters = queries.flatMap((name) =>
      hostile.flatMap((value) => [`${right}?${name}=${value}`]),
    )
    const strange = queries.flatMap((name) => [
      `${right}?${name}`,
      `${right}?${name}=a&${name}=b`,
      `${right}?${name}[]=a`,
    ])
    return [...segments, ...parameters, ...strange]
  })
}

const always = [
  '*',
  '//',
  '/%',
  '/@%',
  '/?%',
  '/./../x',
  'http://elsewhere.example/x',
  '/_next/%ff',
]

/** The status of an answer to a request that no library would send. */
function ask(origin: string, method: string, address: string, cookie: string): Promise<number> {
  const { port, host } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), 'localhost', () => {
      const head = [`${method} ${address} HTTP/1.1`, `Host: ${host}`, `Origin: ${origin}`]
      if (cookie !== '') head.push(`Cookie: ${cookie}`)
      if (method === 'POST') head.push('Content-Length: 0')
      socket.write(`${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n`)
    })
    let text = ''
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${address}`)))
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
      if (status === undefined) return
      socket.destroy()
      resolve(Number(status))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`closed without an answer to ${address}`)))
  })
}

for (const [who, method] of [
  ['a stranger', 'GET'],
  ['a person', 'GET'],
  ['a person', 'POST'],
] as const) {
  test(`no address makes the server fail for ${who} who sends ${method}`, async ({ browser }) => {
    const baseURL = process.env['E2E_ORIGIN'] ?? ''
    test.setTimeout(360_000)
    let cookie = ''
    if (who === 'a person') {
      const context = await browser.newContext({ baseURL })
      await signUp(context)
      cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      await context.close()
    }
    const all = [...always, ...addresses()]
    expect(all.length).toBeGreaterThan(300)
    const failed: string[] = []
    for (let from = 0; from < all.length; from += 16) {
      const statuses = await Promise.all(
        all.slice(from, from + 16).map((address) => ask(baseURL, method, address, cookie)),
      )
      for (const [index, status] of statuses.entries()) {
        if (status >= 500) failed.push(`${status} ${method} ${all[from + index]?.slice(0, 120)}`)
      }
    }
    expect(failed).toEqual([])
  })
}
