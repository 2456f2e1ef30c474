// Every name on a page is bidi-isolated: a right-to-left name must not change the direction of the words beside it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { typingWords } from './live/typing-words.ts'
import { isolated } from '#platform/text/names.ts'
import { Avatar } from './avatar.tsx'
import { Contained } from './contained.tsx'

/** Finds `{person.name}` in an element, and `${person.name}` in a label or a title. */
const bare =
  /(?<![=\w])\{[\w.?]+\.(?:name|inboxName|title)\}|(?<!isolated\()\$\{[\w.?]+\.(?:name|inboxName)\}/g

describe('the components', () => {
  const files = ['app', 'features', 'ui'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test)\.tsx$/.test(name))
      .map((name) => join(folder, name)),
  )
  it('are all looked at', () => expect(files.length).toBeGreaterThan(100))
  it.each(files)('%s says no name as it comes', (file) => {
    expect(readFileSync(file, 'utf8').match(bare) ?? []).toEqual([])
  })
})

describe('a name', () => {
  it('turns nothing, however it came into the database', () => {
    const html = renderToStaticMarkup(
      <p>
        <Contained text={'abcd\u202e\u2069\n'} /> joined
      </p>,
    )
    expect(html).toBe('<p><bdi>abcd </bdi> joined</p>')
    expect(typingWords(['שלום', 'Bob\u202e'].map((name) => isolated(name)))).toBe(
      '\u2068שלום\u2069 and Bob are typing…',
    )
  })

  it('has its first character on its picture, as a reader counts', () => {
    const initial = (name: string): string =>
      />([^<]*)<\/text>/.exec(
        renderToStaticMarkup(<Avatar person={{ handle: 'h', name, avatar: null }} />),
      )?.[1] ?? ''
    expect(initial('🇩🇪 Team')).toBe('🇩🇪')
    expect(initial('👨‍👩‍👧 Family')).toBe('👨‍👩‍👧')
    expect(initial('e\u0301va')).toBe('E\u0301')
    expect(initial('ßen')).toBe('ß')
    expect(initial('\u202eabc')).toBe('A')
    expect(initial('\u200b')).toBe('H')
    expect(initial(`x${'\u0301'.repeat(500)}`).length).toBeLessThan(30)
  })
})
