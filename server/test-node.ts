// For integration tests: a real node with its own database, and accounts that use it over HTTP.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { CommandResult, CommandType, Answer } from '#features/protocol.ts'
import { startNode } from './node.ts'
import type { Node } from './node.ts'
import type { Config } from '#platform/config.ts'
import { createLogger } from '#platform/logger.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import { signUp } from './test-people.ts'
import type { Person } from './test-people.ts'

export interface TestNode {
  url: string
  db: Database
  databaseUrl: string
  /** Sends a request with the site's own Origin, and the person's cookie where one is given. */
  request(path: string, init?: RequestInit, person?: Person): Promise<Response>
  signUp(handle?: string): Promise<Person>
  /** Makes several accounts at once, by their handles. */
  people<const Handles extends readonly string[]>(
    ...handles: Handles
  ): Promise<{ [Index in keyof Handles]: Person }>
  command(person: Person, command: object): Promise<Answer>
  /** The result of a command; throws when it fails. */
  done<T extends CommandType>(
    person: Person,
    command: { type: T } & Record<string, unknown>,
  ): Promise<CommandResult[T]>
  /** The error code of a command, or 'ack'. */
  refused(person: Person, command: object): Promise<string>
  /** Stops the node and starts another one on the same database and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startTestNode(overrides: Partial<Config> = {}): Promise<TestNode> {
  const database = overrides.databaseUrl
    ? { url: overrides.databaseUrl, drop: () => Promise.resolve() }
    : await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'hubbub-test-'))
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    databaseUrl: database.url,
    databaseConnections: 10,
    // Nodes on one database have one secret.
    authSecret: 'the secret of nodes that tests start',
    webhooksToPrivate: true,
    rateLimit: false,
    liveTransports: ['sse', 'websocket'],
    logLevel: 'fatal',
    logRetention: { hours: 168, events: 1_000_000 },
    trustedProxies: 0,
    development: false,
    buildFolder: '.next',
    shutdownMs: 10_000,
    ...overrides,
  }
  const logger = createLogger(config.logLevel)
  let node: Node = await startNode({ config, logger, pages: false })
  const { port } = node
  const url = `http://127.0.0.1:${port}`
  const db = openDatabase(database.url, 4)

  const request: TestNode['request'] = (path, init = {}, person) => {
    const headers = new Headers({ origin: url, ...(person ? { cookie: person.cookie } : {}) })
    new Headers(init.headers).forEach((value, name) => headers.set(name, value))
    return fetch(`${url}${path}`, { ...init, headers })
  }

  const command: TestNode['command'] = async (person, given) => {
    const body = JSON.stringify({ ref: randomUUID(), ...given })
    const response = await request('/live/commands', { method: 'POST', body }, person)
    return (await response.json()) as Answer
  }

  return {
    url,
    db,
    databaseUrl: database.url,
    request,
    signUp: (handle) => signUp(url, handle),
    people: (...handles) =>
      Promise.all(handles.map((handle) => signUp(url, handle))) as Promise<never>,
    command,
    async done<T extends CommandType>(
      person: Person,
      given: { type: T } & Record<string, unknown>,
    ): Promise<CommandResult[T]> {
      const answer = await command(person, given)
      if (answer.type !== 'ack') throw new Error(JSON.stringify(answer))
      return answer.result as CommandResult[T]
    },
    async refused(person, given) {
      const answer = await command(person, given)
      return answer.type === 'error' ? answer.code : 'ack'
    },
    async restart() {
      await node.stop()
      node = await startNode({ config: { ...config, port }, logger, pages: false })
    },
    async stop() {
      await node.stop()
      await db.$disconnect()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Writes a post; returns its id. */
export async function writePost(node: TestNode, person: Person, body: string): Promise<string> {
  const answer = await node.command(person, { type: 'post', body })
  if (answer.type !== 'ack' || !('post' in answer.result)) throw new Error(JSON.stringify(answer))
  return answer.result.post.id
}

/** Makes people members of a room: invited by its member, and accepted. */
export async function bringIn(
  node: TestNode,
  host: Person,
  roomId: string,
  ...guests: Person[]
): Promise<void> {
  for (const guest of guests) {
    await node.done(host, { type: 'invite', roomId, handle: guest.handle })
    await node.done(guest, { type: 'joinRoom', roomId })
  }
}
