// Writes that the database can never accept are refused at once, each on its own, without blocking other commands.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { Answer } from '#features/protocol.ts'
import { databaseAt, execute } from '#platform/postgres/test-server.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'

async function startNode(databaseUrl?: string): Promise<TestNode> {
  const node = await startTestNode(databaseUrl === undefined ? {} : { databaseUrl })
  onTestFinished(() => node.stop())
  return node
}

async function plant(node: TestNode, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: node.databaseUrl })
  await client.connect()
  await client.query(sql)
  await client.end()
}

const codes = (answers: readonly Answer[]) =>
  answers.map((answer) => (answer.type === 'error' ? answer.code : 'ack'))

test('[F2] one of a group breaks a constraint: it alone is refused, with a sentence', async () => {
  const node = await startNode()
  const people = await Promise.all(Array.from({ length: 16 }, () => node.signUp()))
  await plant(node, `ALTER TABLE posts ADD CONSTRAINT no_curse CHECK (body NOT LIKE '%curse%')`)
  const answers = await Promise.all(
    people.map((person, index) =>
      node.command(person, { type: 'post', body: index % 9 === 5 ? 'a curse' : `fine ${index}` }),
    ),
  )
  expect(codes(answers)).toEqual(people.map((_, index) => (index % 9 === 5 ? 'invalid' : 'ack')))
  expect(answers[5]).toMatchObject({
    message: 'The database does not take this as it is. Change it, and send it again.',
  })
  expect(answers[5]).not.toHaveProperty('retryAfterMs')
  expect(await node.db.post.count()).toBe(14)
})

test('a unique index that stays broken is no lost race', async () => {
  const node = await startNode()
  const person = await node.signUp()
  await plant(node, 'CREATE UNIQUE INDEX once ON posts (body)')
  await writePost(node, person, 'once')
  expect(await node.refused(person, { type: 'post', body: 'once' })).toBe('invalid')
})

test('[F2] a trigger may say no to a message and to an edit', async () => {
  const node = await startNode()
  const person = await node.signUp()
  const { own } = await node.done(person, { type: 'createRoom', kind: 'private', name: 'Quiet' })
  const roomId = own.room.id
  const { message } = await node.done(person, { type: 'message', roomId, body: 'calm' })
  await plant(
    node,
    `CREATE FUNCTION quiet() RETURNS TRIGGER LANGUAGE plpgsql AS
     $$ BEGIN IF NEW.body ~ '!' THEN RAISE 'too loud'; END IF; RETURN NEW; END $$;
     CREATE TRIGGER quiet BEFORE INSERT OR UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION quiet()`,
  )
  expect(await node.refused(person, { type: 'message', roomId, body: 'Loud!' })).toBe('invalid')
  const edit = { type: 'editMessage', messageId: message.id, body: 'Loud!' }
  expect(await node.refused(person, edit)).toBe('invalid')
  expect(await node.refused(person, { type: 'message', roomId, body: 'calm again' })).toBe('ack')
})

test('a database that cannot hold what people write is refused at the start, with what to do', async () => {
  const server = inject('testServerUrl')
  const name = `latin_${randomUUID().slice(0, 8)}`
  await execute(
    server,
    `CREATE DATABASE ${name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
  )
  await expect(startNode(databaseAt(server, name))).rejects.toThrow(
    /encoding LATIN1.*ENCODING 'UTF8' TEMPLATE template0/,
  )
})

test('[F4] what passes is answered as such: the disk is full', async () => {
  const node = await startNode()
  const person = await node.signUp()
  await plant(
    node,
    `CREATE FUNCTION full_disk() RETURNS TRIGGER LANGUAGE plpgsql AS
     $$ BEGIN RAISE 'no space' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER full_disk BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION full_disk()`,
  )
  const answer = await node.command(person, { type: 'post', body: 'words' })
  expect(answer).toMatchObject({ code: 'unavailable', retryAfterMs: 1000 })
  await plant(node, 'DROP TRIGGER full_disk ON posts')
  expect(await node.refused(person, { type: 'post', body: 'words' })).toBe('ack')
})

test('a deadlock is run again', async () => {
  const node = await startNode()
  const person = await node.signUp()
  await plant(
    node,
    `CREATE SEQUENCE tries;
     CREATE FUNCTION lose() RETURNS TRIGGER LANGUAGE plpgsql AS
     $$ BEGIN
       IF nextval('tries') < 3 THEN RAISE 'deadlock' USING ERRCODE = '40P01'; END IF;
       RETURN NEW;
     END $$;
     CREATE TRIGGER lose BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION lose()`,
  )
  expect(await node.refused(person, { type: 'post', body: 'third time lucky' })).toBe('ack')
  expect(await node.db.post.count()).toBe(1)
})
