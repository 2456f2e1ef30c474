// The machine around a server: its clock, its ports and files, the proxies in front of it, and very many readers.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../e2e/free-port.ts'
import { parseLimit } from '#platform/open-files.ts'
import { Crowd } from '../crowd.ts'
import { NotHere } from '../fault.ts'
import type { Fault, World } from '../fault.ts'
import type { FaultySite } from '../site.ts'
import { until } from '../until.ts'

const idle = 6000
/** On a machine that the readers share. */
const quickMs = 250
const jumps = ['+3600', '-3600', '+691200', '+0']

export const worldFaults: readonly Fault[] = [
  {
    name: 'the clock of the server, beside the database’s, is an hour ahead, behind, eight days ahead, right again',
    promised: 'changes are taken all the while, and nothing is pruned by it',
    withinMs: 10_000,
    async run(world) {
      const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')
      if (library === undefined) throw new NotHere('the library is missing: apt install faketime')
      const clock = join(world.folder.path, 'clock')
      writeFileSync(clock, '+0')
      const { site, crowd } = await world.busy({
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      })
      let recoveredMs = 0
      for (const jump of jumps) {
        writeFileSync(clock, jump)
        await until(`the server’s clock is at ${jump} s`, 10_000, async () => {
          const { headers } = await fetch(`${site.origin}/healthz`)
          const ahead = (Date.parse(headers.get('date') ?? '') - Date.now()) / 1000
          return Math.abs(ahead - Number(jump)) < 5
        })
        recoveredMs = Math.max(recoveredMs, await crowd.again())
        await pause(4000)
      }
      await site.untilWell(15_000)
      const [row] = await site.query<{ pruned: string }>('SELECT pruned FROM log')
      if (row?.pruned !== '0') throw new Error(`the log is pruned to ${row?.pruned}`)
      return { seen: await crowd.verdict(), recoveredMs }
    },
  },
  {
    name: 'the port is taken',
    promised: 'a sentence that names the port, code 1',
    withinMs: 60_000,
    async run(world) {
      const site = await world.unstarted()
      const taken = createServer().listen(site.port, '127.0.0.1')
      await once(taken, 'listening')
      const child = site.spawn('pipe')
      const sentence = child.stderr ? await text(child.stderr) : ''
      if (child.exitCode === null) await once(child, 'exit')
      taken.close()
      if (child.exitCode !== 1) throw new Error(`code ${child.exitCode}`)
      if (!sentence.includes(String(site.port)) || sentence.includes('    at ')) {
        throw new Error(`it says: ${sentence}`)
      }
      return { seen: sentence.trim(), recoveredMs: await site.start() }
    },
  },
  {
    name: 'the server may open no more files, and may again',
    promised: 'pages that nobody has asked for before are there as soon as it may',
    withinMs: 10_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      const limit = (files: number): void => {
        const set = spawnSync('prlimit', ['--pid', String(site.pid), `--nofile=${files}:`])
        if (set.status !== 0) throw new NotHere('prlimit is missing, or may not')
      }
      const before = parseLimit(readFileSync(`/proc/${site.pid}/limits`, 'utf8'))
      if (before === null) throw new NotHere('the limit of open files is not known')
      limit(64)
      const sockets = Array.from({ length: 300 }, () =>
        connect(site.port, '127.0.0.1').on('error', () => undefined),
      )
      const pages = ['/', '/rooms', '/sign-up', '/sign-in', '/own', '/no-such-page']
      const refused = await Promise.all(pages.map((path) => statusOf(site, path)))
      await pause(3000)
      for (const socket of sockets) socket.destroy()
      const again = crowd.again()
      limit(before)
      const recoveredMs = await again
      await site.untilWell(15_000)
      const after = await Promise.all(pages.map((path) => statusOf(site, path)))
      if (after.some((status) => status === 0 || status >= 500)) {
        throw new Error(`pages afterwards: ${after.join(', ')}`)
      }
      const seen = `pages meanwhile ${refused.join(', ')}, afterwards ${after.join(', ')}`
      return { seen: `${seen}; ${await crowd.verdict()}`, recoveredMs }
    },
  },
  {
    name: `${idle} readers are there and do nothing, then leave at once`,
    promised: 'changes are answered as before, /healthz within 250 ms in the median',
    withinMs: 5_000,
    async run(world) {
      const { site, crowd } = await world.busy()
      const sockets = await readers(site, idle)
      const times: number[] = []
      for (let count = 0; count < 20; count += 1) {
        const from = performance.now()
        if ((await site.health()).status !== 200) throw new Error('/healthz fails')
        times.push(performance.now() - from)
        await pause(100)
      }
      for (const socket of sockets) socket.destroy()
      const recoveredMs = await crowd.again()
      const median = times.toSorted((a, b) => a - b)[10] ?? 0
      if (median > quickMs) throw new Error(`/healthz takes ${median.toFixed(0)} ms`)
      return { seen: `/healthz ${median.toFixed(0)} ms; ${await crowd.verdict()}`, recoveredMs }
    },
  },
  {
    name: 'behind nginx as the documentation has it, and as a newcomer writes it',
    promised: 'every transport that passes brings everything',
    withinMs: 10_000,
    async run(world) {
      if (spawnSync('nginx', ['-v']).status !== 0) throw new NotHere('nginx is missing')
      const site = await world.site({ TRUSTED_PROXIES: '1' })
      const documented = await nginx(world, 'documented', documentedLocation(site))
      const naive = await nginx(world, 'naive', `proxy_pass ${site.origin};`)
      const crowd = await Crowd.begin(site, documented)
      const behindNaive = await Crowd.begin(site, naive, ['sse', 'long-poll', 'short-poll'])
      const recoveredMs = await crowd.again()
      await pause(3000)
      return {
        seen: `documented: ${await crowd.verdict()}; plain: ${await behindNaive.verdict()}`,
        recoveredMs,
      }
    },
  },
]

/** 0: there was no answer. */
async function statusOf(site: FaultySite, path: string): Promise<number> {
  try {
    const signal = AbortSignal.timeout(5000)
    const headers = { connection: 'close', cookie: 'somebody=particular' }
    return (await fetch(`${site.origin}${path}`, { headers, signal, redirect: 'manual' })).status
  } catch {
    return 0
  }
}

/** So many streams, opened a few hundred at a time. */
async function readers(site: FaultySite, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(300, count - sockets.length) }, () => {
      const socket = connect(site.port, '127.0.0.1').on('error', () => undefined)
      socket.write('GET /live/sse?topics=feed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
      return socket.resume()
    })
    await Promise.all(some.map((socket) => once(socket, 'data')))
    sockets.push(...some)
  }
  return sockets
}

/** The block of docs/operations.md, led to this site. */
function documentedLocation(site: FaultySite): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  const block = /location \/ \{([\s\S]*?)\n {2}\}/.exec(text)?.[1]
  if (block === undefined) throw new Error('docs/operations.md has no block for nginx')
  return block.replace('http://127.0.0.1:3000', site.origin)
}

async function nginx(world: World, name: string, location: string): Promise<string> {
  const folder = join(world.folder.path, `nginx-${name}`)
  mkdirSync(folder)
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server { listen 127.0.0.1:${port}; location / { ${location} } }
}
`,
  )
  const child = spawn('nginx', ['-c', file, '-p', folder], { stdio: 'ignore' })
  if (child.pid !== undefined) world.folder.watch(child.pid)
  const origin = `http://127.0.0.1:${port}`
  await until(`nginx (${name}) answers`, 10_000, async () => {
    if (child.exitCode !== null) {
      const log = join(folder, 'error.log')
      throw new Error(existsSync(log) ? readFileSync(log, 'utf8') : 'nginx has ended')
    }
    return fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return origin
}
