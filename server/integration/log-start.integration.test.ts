// Notifications of other nodes that arrive while this node starts must not reach parts that do not exist yet.
import pg from 'pg'
import { expect, test } from 'vitest'
import { startTestNode } from '../test-node.ts'

test('a node starts while others notify all the time', async () => {
  const node = await startTestNode()
  const other = new pg.Client({ connectionString: node.databaseUrl })
  await other.connect()
  let told = 0
  let starting = true
  const notify = (async () => {
    while (starting) {
      await other.query(`
        NOTIFY hubbub_session, 'gone'; NOTIFY hubbub_member, 'a b'; NOTIFY hubbub_visit, 'a';
        NOTIFY hubbub_draft_rights, 'a'; NOTIFY hubbub_delivery; NOTIFY hubbub_log, 'another'`)
      told += 1
    }
  })()
  for (let start = 0; start < 3; start += 1) await node.restart()
  starting = false
  await notify
  expect(told).toBeGreaterThan(10)
  const person = await node.signUp()
  await node.done(person, { type: 'post', body: 'Up and well' })
  await other.end()
  await node.stop()
})

test('[L2] the first ack of a node after another one has started is a cursor for both', async () => {
  const node = await startTestNode()
  const ada = await node.signUp()
  const other = await startTestNode({ databaseUrl: node.databaseUrl })
  const ack = await node.command(ada, { type: 'post', body: 'After the other start' })
  if (ack.type !== 'ack') throw new Error(ack.message)
  for (const each of [node, other]) {
    const query = new URLSearchParams({ topics: 'feed', since: ack.cursor, wait: '0' })
    const answer = (await (await each.request(`/live/poll?${query}`)).json()) as object
    expect(answer).toEqual({ cursor: ack.cursor, events: [] })
  }
  await other.stop()
  await node.stop()
})
