// Writing in every composer: in the midst of other words, with an input method, taken back, pasted, and kept.
import { untilLive } from './actions.ts'
import { beginRoom, compose, composers, editOwnMessage, inputMethod } from './composers.ts'
import { expect, test } from './fixtures.ts'

for (const [name, open] of Object.entries(composers)) {
  test(`in the composer of a ${name}, keys, input methods and undo do as in a bare field`, async ({
    person,
  }) => {
    const ada = await person('Ada')
    const field = await open(ada)
    const { page } = ada
    await field.focus()
    await page.keyboard.type('hello world')
    for (let count = 0; count < 6; count += 1) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('XYZ')
    await expect(field).toHaveValue('helloXYZ world')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(field).toHaveValue('hello world')
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await expect(field).toHaveValue('helloXYZ world')

    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+x')
    await expect(field).toHaveValue('')
    await page.keyboard.press('ControlOrMeta+v')
    await page.keyboard.press('ControlOrMeta+v')
    await expect(field).toHaveValue('helloXYZ worldhelloXYZ world')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(field).toHaveValue('helloXYZ world')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')

    const method = await inputMethod(page)
    await compose(method, ['に', 'にほ', 'にほん'])
    await expect(field).toHaveValue('にほん')
    await method.send('Input.insertText', { text: '日本' })
    await expect(field).toHaveValue('日本')
    await page.keyboard.press('Home')
    await compose(method, ['ㄱ', '가'])
    await method.send('Input.insertText', { text: '가' })
    await expect(field).toHaveValue('가日本')
  })
}

test('an Enter or Escape that belongs to a composition neither sends nor closes', async ({
  person,
}) => {
  const { page } = await person('Ada')
  await beginRoom(page, /By invitation/)
  const field = page.getByRole('textbox', { name: /^Message to/ })
  const method = await inputMethod(page)
  await field.focus()
  await compose(method, ['かな'])
  await page.keyboard.press('Enter')
  await method.send('Input.insertText', { text: '仮名' })
  // Safari's order: the composition has ended, and its key comes after it.
  const late = { key: 'Enter', code: 'Enter', keyCode: 229, bubbles: true, cancelable: true }
  await field.dispatchEvent('keydown', late)
  await expect(field).toHaveValue(/仮名/)
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toHaveCount(1)

  const edit = await editOwnMessage(page)
  await page.keyboard.type(' and more')
  await compose(method, ['かな'])
  await page.keyboard.press('Escape')
  await expect(edit).toBeVisible()
  await compose(method, [''])
  await edit.dispatchEvent('keydown', { ...late, key: 'Escape', code: 'Escape' })
  await expect(edit).toHaveValue(/and more/)

  await page.keyboard.press('Escape')
  await expect(edit).toBeHidden()
  // What was rewritten is there still.
  await expect(await editOwnMessage(page)).toHaveValue(/and more/)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(await editOwnMessage(page)).not.toHaveValue(/and more/)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /(person|people) in this room/ }).click()
  const handle = page.getByRole('textbox', { name: /Handle of the person/ })
  await handle.focus()
  await compose(method, ['かな'])
  await page.keyboard.press('Escape')
  await handle.dispatchEvent('keydown', { ...late, key: 'Escape', code: 'Escape' })
  await expect(handle).toBeVisible()
})

test('a composition near the limit is not disturbed by the count beside it', async ({ person }) => {
  const { page } = await person('Ada')
  await page.goto('/')
  await untilLive(page)
  const field = page.getByRole('textbox', { name: 'Your post' })
  await field.fill('x'.repeat(1_990))
  await expect(page.getByText('10 left')).toBeVisible()
  const method = await inputMethod(page)
  for (const [text, left] of [
    ['に', '9 left'],
    ['にほん', '7 left'],
    ['にほんごをかくことができる', '3 too many'],
  ] as const) {
    await compose(method, [text])
    await expect(page.getByText(left)).toBeVisible()
  }
  await method.send('Input.insertText', { text: '日本' })
  await expect(field).toHaveValue(`${'x'.repeat(1_990)}日本`)
  await expect(page.getByText('8 left')).toBeVisible()
})

test('what is written before the page is alive stays as it is written', async ({ person }) => {
  const { page, context, username } = await person('Ada')
  let letThrough: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await context.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`/@${username}?edit=1`, { waitUntil: 'commit' })
  const about = page.getByRole('textbox', { name: 'About you' })
  await about.fill('Typed early')
  letThrough()
  // It is there until scripts run.
  const plain = page.getByRole('button', { name: 'Send the picture' })
  await expect(plain).toBeHidden({ timeout: 30_000 })
  await about.pressSequentially('!')
  await expect(about).toHaveValue('Typed early!')
})
