// What engines do differently with connections and tabs.
import { FaultProxy } from '../fault-proxy.ts'
import type { Tab } from './driver.ts'
import { hasLikes, like, openTab, post, shown, signUp } from './place.ts'
import type { Case } from './place.ts'

export const live: Case[] = [
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
      for (const tab of tabs.slice(1)) await shown(tab, words)
      const leader = await holder(tabs)
      await leader.raw.close()
      const left = tabs.filter((tab) => tab !== leader)
      for (const tab of left) await tab.untilLive()
      const more = `After it ${Date.now()}`
      await post(left[0] as Tab, more)
      for (const tab of left.slice(1)) await shown(tab, more)
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
      const joined = (): boolean =>
        document.querySelector('main')?.innerText.includes('Live') ?? false
      for (const each of [other, tab]) {
        await each.until('writing along', joined, null)
        await each.until('the editor', editor, null)
      }
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
