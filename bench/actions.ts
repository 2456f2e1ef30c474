// What a server action costs: a like by each of many people, beside an action that does nothing.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '#platform/logger.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { signUp } from '../server/test-people.ts'
import { underLoad } from './load.ts'
import { startNextPeer } from './next-peer.ts'
import { startHubbub } from './pinned.ts'
import { record } from './results.ts'

const connections = 32

export async function actions(): Promise<void> {
  const plain = await startNextPeer()
  const form = await (await fetch(`${plain.origin}/action`)).text()
  const emptyId = /\$ACTION_ID_(\w+)/.exec(form)?.[1] ?? ''
  const texts = [actionText(plain.origin, '/action', emptyId, '[]')]
  const empty = await underLoad('an action that does nothing', plain.origin, connections, { texts })
  await plain.stop()

  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  // Beside the server, not on its processor.
  const embedded = await startEmbedded(join(folder, 'data'), createLogger('fatal'))
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: embedded.url }
  const hubbub = await startHubbub(env)
  const people = await Promise.all(Array.from({ length: connections }, () => signUp(hubbub.origin)))
  const db = openDatabase(embedded.url, 2)
  const { id } = await db.post.create({ data: { authorId: people[0]?.id ?? '', body: 'Likeable' } })
  const page = await (await fetch(hubbub.origin)).text()
  // The page names its actions; `act` is the one that takes commands.
  const actId = findAct(page)
  const likes = ['like', 'unlike'].map((type) =>
    actionText(
      hubbub.origin,
      '/',
      actId,
      JSON.stringify([[{ type, ref: 'bench-{count}', postId: id }]]).replace(
        '{count}',
        '000000000000',
      ),
    ).replace('000000000000', '{count}'),
  )
  const liked = await underLoad('a like', hubbub.origin, connections, {
    texts: likes.map((text) => text.replace('Accept: ', 'Cookie: {each}\r\nAccept: ')),
    each: people.map(({ cookie }) => cookie),
  })
  const commands = await db.answer.count()
  await db.$disconnect()
  await hubbub.stop()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
  if (commands < 100) throw new Error('The likes did not arrive.')
  const ratio = empty.perSecond.median / liked.perSecond.median
  console.log(`  a like takes ${ratio.toFixed(2)} times as long as nothing`)
  record('actions', { empty, like: liked })
}

/** In a page's data the action stands as `"act":"$h26"`, and `26:{"id":"…"}` says which it is. */
function findAct(page: string): string {
  const data = page.replaceAll('\\"', '"')
  const reference = /"act":"\$h(\w+)"/.exec(data)?.[1] ?? ''
  const id = new RegExp(`(?<![0-9a-f])${reference}:\\{"id":"(\\w+)"`).exec(data)?.[1]
  if (id === undefined) throw new Error('The page names no action.')
  return id
}

function actionText(origin: string, path: string, id: string, body: string): string {
  return [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    `Origin: ${origin}`,
    'Accept: text/x-component',
    `Next-Action: ${id}`,
    'Content-Type: text/plain;charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
