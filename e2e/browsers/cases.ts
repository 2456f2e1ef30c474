// What is tried in every browser: what engines do differently.
import { FaultProxy } from '../fault-proxy.ts'
import { key, Tab } from './driver.ts'
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
  await tab.untilText('Create')
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
  await tab.until('the post to be taken', hasLikes, { words, likes: '' })
}

export const writing: Case[] = [
  {
    name: 'sign up by the form',
    run: async (place) => {
      const tab = await openTab(place, `${place.origin}/sign-up`)
      const username = `form${Date.now().toString(36)}`
      await tab.write('Name', 'Ada')
      await tab.write('Handle', username)
      await tab.write('Email', `${username}@example.org`)
      await tab.write('Password', 'correct horse')
      await tab.raw.keys([key.enter])
      await tab.untilLive()
      await tab.untilText('Ada')
      await tab.raw.close()
    },
  },
  {
    name: 'type in the middle of text',
    run: async (place) => {
      const tab = await openTab(place, place.origin)
      await signUp(tab, place.origin)
      await tab.write('Your post', 'hello world')
      await tab.raw.keys([...Array.from({ length: 6 }, () => key.left), ...'XYZ'])
      equal(await tab.value(), 'helloXYZ world', 'the text')
    },
  },
  {
    name: 'compose',
    run: async (place) => {
      const tab = await openTab(place, place.origin)
      await signUp(tab, place.origin)
      await tab.focus('Your post')
      // No driver can play an input method: its events are played, each in a turn of its own.
      await tab.run(async () => {
        const field = document.activeElement as HTMLTextAreaElement
        const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
        const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set
        field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
        for (const data of ['に', 'にほ', 'にほん', '日本']) {
          field.dispatchEvent(new CompositionEvent('compositionupdate', { bubbles: true, data }))
          set?.call(field, data)
          const inputType = 'insertCompositionText'
          field.dispatchEvent(
            new InputEvent('input', { bubbles: true, data, inputType, isComposing: true }),
          )
          await turn()
          if (field.value !== data) throw new Error(`"${field.value}" while "${data}" is composed`)
        }
        field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '日本' }))
        await turn()
      }, null)
      equal(await tab.value(), '日本', 'the text')
    },
  },
  {
    name: 'Back returns to the post',
    run: async (place) => {
      const tab = await openTab(place, place.origin)
      await signUp(tab, place.origin)
      await tab.untilLive()
      for (let count = 0; count < 12; count += 1) {
        await tab.run(
          async (body) => {
            await fetch('/live/commands', {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ type: 'post', ref: crypto.randomUUID(), body }),
            })
          },
          `Back ${count}\n${'line\n'.repeat(8)}`,
        )
      }
      await tab.goto(place.origin)
      await tab.untilLive()
      const at = await tab.run(() => {
        const cards = [...document.querySelectorAll<HTMLElement>('article')]
        const card = cards[9]
        card?.scrollIntoView({ block: 'center' })
        return { id: card?.id ?? '', top: Math.round(card?.getBoundingClientRect().top ?? 0) }
      }, null)
      await tab.until('scrolled', () => window.scrollY > 0, null)
      await tab.run(({ id }) => {
        document.querySelector<HTMLElement>(`#${id} a[href^="/posts/"]`)?.click()
      }, at)
      await tab.until('the page of the post', () => location.pathname.startsWith('/posts/'), null)
      await tab.raw.back()
      await tab.until(
        'the same post at the same place',
        ({ id, top }) => {
          const card = document.querySelector(`#${id}`)
          return card !== null && Math.abs(card.getBoundingClientRect().top - top) < 4
        },
        at,
      )
    },
  },
]

export const reading: Case[] = [
  {
    name: 'like and comment live',
    run: async (place) => {
      const tab = await openTab(place, place.origin)
      await signUp(tab, place.origin)
      const words = `Live ${Date.now()}`
      await post(tab, words)
      const other = await openTab(place, place.origin)
      await other.untilLive()
      await other.until('a like', like, words)
      await tab.until('the like', hasLikes, { words, likes: '1' })
      const href = await tab.run((text) => {
        const card = [...document.querySelectorAll('article')].find((each) =>
          each.textContent.includes(text),
        )
        return card?.querySelector('a[href^="/posts/"]')?.getAttribute('href') ?? ''
      }, words)
      await tab.goto(place.origin + href)
      await other.goto(place.origin + href)
      await tab.untilLive()
      await other.untilLive()
      await other.write('Your comment', 'Seen at once')
      await other.press('Send')
      await tab.untilText('Seen at once')
    },
  },
  {
    name: 'fallback behind a network that holds streams back',
    run: async (place) => {
      const proxy = await FaultProxy.start(place.origin, {
        buffersStreams: 'all',
        stripsUpgrade: true,
      })
      try {
        const tab = await openTab(place, proxy.origin)
        await tab.untilLive(40_000)
        await tab.goto(proxy.origin)
        await tab.untilLive(40_000)
        await tab.until(
          'how late it may be',
          () => document.querySelector('[aria-label*="s late"]') !== null,
          null,
        )
        await tab.raw.close()
      } finally {
        await proxy.stop()
      }
    },
  },
  {
    name: 'seven tabs over one connection, and the next one takes over',
    run: async (place) => {
      const tabs: Tab[] = []
      for (let count = 0; count < 7; count += 1) tabs.push(await openTab(place, place.origin))
      await signUp(tabs[0] as Tab, place.origin)
      for (const tab of tabs) await tab.goto(place.origin)
      for (const tab of tabs) await tab.untilLive()
      const words = `For all ${Date.now()}`
      await post(tabs[0] as Tab, words)
      for (const tab of tabs.slice(1)) await tab.untilText('new post')
      const leader = await holder(tabs)
      await leader.raw.close()
      const left = tabs.filter((tab) => tab !== leader)
      for (const tab of left) await tab.untilLive()
      const more = `After it ${Date.now()}`
      await post(left[0] as Tab, more)
      for (const tab of left.slice(1)) await tab.untilText('2 new posts')
    },
  },
  {
    name: 'an outage',
    run: async (place) => {
      const proxy = await FaultProxy.start(place.origin)
      try {
        const tab = await openTab(place, proxy.origin)
        await tab.untilLive()
        proxy.refuse(true)
        await tab.until(
          'not live',
          () => document.querySelector('[aria-label^="Connection: Live"]') === null,
          null,
          60_000,
        )
        proxy.refuse(false)
        await tab.untilLive()
        await tab.raw.close()
      } finally {
        await proxy.stop()
      }
    },
  },
  {
    name: 'a draft of two',
    run: async (place) => {
      const tab = await openTab(place, place.origin)
      await signUp(tab, place.origin)
      await tab.goto(`${place.origin}/drafts`)
      await tab.press('Begin a draft')
      await tab.until('the draft', () => /^\/drafts\/./.test(location.pathname), null)
      const address = await tab.run(() => location.href, null)
      const other = await openTab(place, address)
      const editor = (): boolean => {
        const field = document.querySelector<HTMLElement>('.cm-content')
        field?.focus()
        return field !== null && document.activeElement === field
      }
      await other.until('the editor', editor, null)
      await tab.until('the editor', editor, null)
      await tab.raw.keys([...'written by one'])
      await other.untilText('written by one')
      await other.until('the editor', editor, null)
      await other.raw.keys([...'two '])
      await tab.untilText('two')
    },
  },
]

/** Which of the tabs holds the connection. */
async function holder(tabs: Tab[]): Promise<Tab> {
  for (const tab of tabs) {
    const held = await tab.run(
      () =>
        navigator.locks.request(`probe-${Math.random()}`, async (probe) => {
          const { held: locks = [] } = await navigator.locks.query()
          const own = locks.find(({ name }) => name === probe?.name)?.clientId
          const live = locks.find(({ name }) => /^hubbub:live:[^:]+$/.test(name ?? ''))
          return live !== undefined && live.clientId === own
        }),
      null,
    )
    if (held) return tab
  }
  throw new Error('No tab holds the connection.')
}
