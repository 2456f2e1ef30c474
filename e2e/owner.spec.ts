// Who runs the site: whoever opens the link that the start has printed, and nobody for having a certain handle.
import { join } from 'node:path'
import { openTestFolder } from '#platform/test-folder.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './free-port.ts'
import { KilledServer } from './killed-server.ts'

test('the link that a start prints makes one owner', async ({ browser }) => {
  const folder = openTestFolder()
  const server = new KilledServer(
    join(folder.path, 'data'),
    await freePort(),
    (pid) => folder.watch(pid),
    { OPERATORS: 'ada' },
  )
  await server.start()
  await expect.poll(() => server.said).toMatch(/\/own\?key=[\w.-]+"/)
  expect(server.said).toContain('OPERATORS is no longer read')
  const link = /http:\/\/\S+\/own\?key=[\w.-]+/.exec(server.said)?.[0] ?? ''
  const signUp = async (username: string) => {
    const context = await browser.newContext({ baseURL: server.origin, javaScriptEnabled: false })
    // As through a proxy: no account that a stranger makes is the owner for being the first.
    const headers = { origin: server.origin, 'x-forwarded-for': '203.0.113.7' }
    const data = { email: `${username}@example.org`, name: username, username }
    const response = await context.request.post('/api/auth/sign-up/email', {
      data: { ...data, password: 'correct horse' },
      headers,
    })
    expect(response.ok(), await response.text()).toBe(true)
    return context.newPage()
  }
  const ada = await signUp('ada')
  const ben = await signUp('ben')
  expect((await ada.goto('/performance'))?.status()).toBe(404)
  expect((await ada.goto('/own?key=x'))?.status()).toBe(404)
  const stranger = await browser.newPage()
  await stranger.goto(link)
  await expect(stranger).toHaveURL(/\/sign-in\?back=/)
  await ben.goto(link)
  await ben.getByRole('button', { name: 'Own it as @ben' }).click()
  await expect(ben).toHaveURL(/\/performance$/)
  await expect(ben.getByRole('heading', { name: 'Performance' })).toBeVisible()
  expect((await ada.goto(link))?.status()).toBe(404)
  expect((await ada.goto('/performance'))?.status()).toBe(404)
  const code = await server.stop()
  expect(code).toBe(0)
  server.said = ''
  await server.start()
  await server.stop()
  await expect.poll(() => server.said).toContain('stopping')
  expect(server.said).not.toContain('/own?key=')
  await Promise.all([ada, ben, stranger].map((page) => page.context().close()))
  await folder.remove()
})
