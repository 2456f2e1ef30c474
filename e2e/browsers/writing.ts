// What engines do differently with what is written, and on the way back to it.
import { key } from './driver.ts'
import { equal, openTab, signUp } from './place.ts'
import type { Case } from './place.ts'

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
      await tab.focus('Your post')
      await tab.untilLive()
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
        document
          .querySelector<HTMLElement>(`#${id} a[href^="/posts/"]`)
          ?.focus({ preventScroll: true })
      }, at)
      // By a key: WebKit goes back past pages that a script alone led to.
      await tab.raw.keys([key.enter])
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
