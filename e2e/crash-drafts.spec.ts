// kill -9 while a draft is written: what was acknowledged is there.
import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { TestWriter } from '#server/integration/test-writer.ts'
import { signUp } from '../server/test-people.ts'
import { openTestFolder } from '#platform/test-folder.ts'
import { freePort } from './free-port.ts'
import { KilledServer } from './killed-server.ts'

const kills = 5

test(`[D2] ${kills} times kill -9 while a draft is written lose nothing that was acknowledged`, async () => {
  test.setTimeout(360_000)
  const folder = openTestFolder()
  const dataDir = join(folder.path, 'data')
  const server = new KilledServer(dataDir, await freePort(), (pid) => folder.watch(pid))
  await server.start()
  const url = server.origin
  const { cookie } = await signUp(url)
  const response = await fetch(`${url}/live/commands`, {
    method: 'POST',
    headers: { origin: url, cookie },
    body: JSON.stringify({ type: 'createDraft', ref: randomUUID() }),
  })
  const { result } = (await response.json()) as { result: { draftId: string } }
  const acknowledged: string[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const writer = new TestWriter({ url }, result.draftId, { cookie })
    await expect.poll(() => writer.synced).toBe(true)
    const until = performance.now() + randomInt(200, 800)
    for (let count = 0; performance.now() < until; count += 1) {
      const words = `[${kill}.${count}]`
      writer.text.insert(writer.text.length, words)
      while (!writer.synced) await pause(1)
      acknowledged.push(words)
    }
    writer.text.insert(0, '(not acknowledged)')
    await server.kill()
    // Whoever comes next knows only what the server kept.
    writer.end()
    await server.start()
    const reader = new TestWriter({ url }, result.draftId, { cookie })
    await expect.poll(() => reader.synced).toBe(true)
    const text = reader.text.toString()
    expect(acknowledged.filter((words) => !text.includes(words))).toEqual([])
    reader.end()
  }
  console.log(`${kills} kills, ${acknowledged.length} acknowledged changes: all there`)
  expect(acknowledged.length).toBeGreaterThan(kills)
  expect(await server.stop()).toBe(0)
  await folder.remove()
})
