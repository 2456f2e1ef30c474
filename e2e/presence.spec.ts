// Who is here and who is typing.
import { untilLive, writeComment, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

test('readers of a post see who else reads it and who is typing', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await ada.page.goto('/')
  const address = await writePost(ada.page, `Company ${Date.now()}`)
  await ada.page.goto(address)
  await untilLive(ada.page)
  await bob.page.goto(address)
  await untilLive(bob.page)

  await ada.page.getByRole('button', { name: '2 reading this' }).click()
  await expect(ada.page.getByRole('link', { name: bob.name })).toBeVisible()
  await ada.page.keyboard.press('Escape')

  await bob.page.getByRole('textbox', { name: 'Your comment' }).pressSequentially('Hel')
  await expect(ada.page.getByText(`${bob.name} is typing…`)).toBeVisible()
  await writeComment(bob.page, 'Hello')
  await expect(ada.page.getByText('Hello', { exact: true })).toBeVisible()
  await expect(ada.page.getByText(`${bob.name} is typing…`)).toBeHidden()

  // A second tab joins the connection of the first and knows it too.
  const second = await ada.context.newPage()
  await second.goto(address)
  await expect(second.getByRole('button', { name: '2 reading this' })).toBeVisible()
  await bob.page.close()
  await expect(second.getByRole('button', { name: /reading this/ })).toBeHidden({ timeout: 15_000 })
})
