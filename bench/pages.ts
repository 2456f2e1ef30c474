// What a page view costs on one processor: the feed and a post, beside the least pages that Next itself can serve.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { underLoad } from './load.ts'
import type { LoadFigures } from './load.ts'
import { startNextPeer } from './next-peer.ts'
import { startHubbub } from './pinned.ts'
import { record } from './results.ts'

const connections = 32
const posts = 25

export async function pages(): Promise<void> {
  const plain = await startNextPeer()
  const staticPage = await measure('a static page of Next', plain.origin, '/static')
  const empty = await measure('an empty dynamic page of Next', plain.origin, '/empty')
  await plain.stop()

  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const hubbub = await startHubbub({ DATA_DIR: join(folder, 'data'), DATABASE_URL: '' })
  const { cookie } = await signUp(hubbub.origin)
  const postId = await writePosts(hubbub.origin, cookie)
  const feed = await measure('the feed', hubbub.origin, '/')
  const post = await measure('a post', hubbub.origin, `/posts/${postId}`)
  const busy = await whileItChanges(hubbub.origin, cookie, () =>
    measure('the feed, changing 20 times a second', hubbub.origin, '/'),
  )
  const own = await measure('the feed, signed in', hubbub.origin, '/', cookie)
  await hubbub.stop()
  await rm(folder, { recursive: true, force: true })

  const ratio = (figures: LoadFigures): number =>
    figures.perSecond.median / staticPage.perSecond.median
  for (const [name, figures] of Object.entries({ feed, post, busy, own })) {
    console.log(`  ${name} to the static page: ${ratio(figures).toFixed(2)}`)
  }
  record('pages', { staticPage, empty, feed, post, busy, own })
}

function measure(name: string, origin: string, path: string, cookie = ''): Promise<LoadFigures> {
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    'Accept: text/html',
    'Accept-Encoding: gzip',
    ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
  ].join('\r\n')
  return underLoad(name, origin, connections, { texts: [`${head}\r\n\r\n`] })
}

async function command(
  origin: string,
  cookie: string,
  body: object,
): Promise<{ post?: { id: string } }> {
  const response = await fetch(`${origin}/live/commands`, {
    method: 'POST',
    headers: { cookie, origin },
    body: JSON.stringify({ ref: `${Math.random()}`, ...body }),
  })
  return ((await response.json()) as { result: { post?: { id: string } } }).result
}

async function writePosts(origin: string, cookie: string): Promise<string> {
  const words = 'A post of usual length, as people write it, with a thought and a half in it. '
  let id = ''
  for (let count = 0; count < posts; count += 1) {
    const { post } = await command(origin, cookie, {
      type: 'post',
      body: `${count} ${words.repeat(2)}`,
    })
    id = post?.id ?? ''
  }
  for (let count = 0; count < posts; count += 1) {
    await command(origin, cookie, { type: 'comment', postId: id, body: `${count} ${words}` })
  }
  return id
}

async function whileItChanges<T>(
  origin: string,
  cookie: string,
  work: () => Promise<T>,
): Promise<T> {
  let on = true
  const changing = (async () => {
    for (let count = 0; on; count += 1) {
      await command(origin, cookie, { type: 'post', body: `Change ${count}` })
      await pause(50)
    }
  })()
  const result = await work()
  on = false
  await changing
  return result
}
