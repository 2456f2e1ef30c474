// Where the smoke suite is run, and what its cases share.
import { Tab } from './driver.ts'
import type { Browser } from './driver.ts'

export interface Place {
  browser: Browser
  origin: string
}

export interface Case {
  name: string
  run(place: Place): Promise<void>
}

export async function openTab({ browser }: Place, address: string): Promise<Tab> {
  const tab = new Tab(await browser.newTab())
  await tab.goto(address)
  return tab
}

let people = 0

/** An account of its own, made on the page. */
export async function signUp(tab: Tab, origin: string): Promise<string> {
  people += 1
  const username = `smoke${people}x${Date.now().toString(36)}`
  await tab.goto(`${origin}/sign-up`)
  await tab.untilText('Make my account')
  const made = await tab.run(async (name) => {
    const response = await fetch('/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: `${name}@example.org`,
        password: 'correct horse',
        name: 'Ada',
        username: name,
      }),
    })
    return response.status
  }, username)
  equal(made, 200, 'the answer to a sign-up')
  await tab.goto(origin)
  return username
}

export function equal(is: unknown, wanted: unknown, what: string): void {
  if (is !== wanted)
    throw new Error(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}`)
}

/** Whether the card of a post with these words shows so many likes. */
export function hasLikes({ words, likes }: { words: string; likes: string }): boolean {
  const cards = [...document.querySelectorAll('article')]
  const card = cards.find((each) => each.textContent.includes(words))
  const button = [...(card?.querySelectorAll('button') ?? [])].find((each) =>
    /like/i.test(`${each.getAttribute('aria-label')} ${each.textContent}`),
  )
  return button?.textContent.includes(likes) ?? false
}

/** Presses "Like" on the card of a post with these words. */
export function like(words: string): boolean {
  const cards = [...document.querySelectorAll('article')]
  const card = cards.find((each) => each.textContent.includes(words))
  const button = [...(card?.querySelectorAll('button') ?? [])].find((each) =>
    /like/i.test(`${each.getAttribute('aria-label')} ${each.textContent}`),
  )
  button?.click()
  return button !== undefined
}

export async function post(tab: Tab, words: string): Promise<void> {
  await tab.write('Your post', words)
  await tab.press('Post')
  await shown(tab, words)
}

/** Waits for a post; what a hidden tab has not painted is on it all the same. */
export function shown(tab: Tab, words: string): Promise<void> {
  return tab.until(`the post "${words}"`, hasLikes, { words, likes: '' })
}
