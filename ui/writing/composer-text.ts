// Keeps unsent text until it is sent: over reloads, crashes and closed tabs. The field owns its text while a person
// types; this class only stores it.
//
// Each tab keeps its own in sessionStorage. A copy in localStorage, one for each open page, survives the tab: a page
// with an empty field takes over a copy that no page defends. A page that finds its copy taken puts it back, so a text
// may be in two places for a moment, but never in none.
import { v7 as uuidv7 } from 'uuid'
import { get, PageCopies, put } from './page-copies.ts'

const prefix = 'hubbub:text:'
/** The prefix of a copy that a page holds while it finds out whether another page still has the text. */
const onItsWay = 'on-its-way-'
const quietMs = 300
/** At most this long after typing the text is stored, so a crash loses no more. */
const mostMs = 2_000

/** A text field as this class sees it. */
export interface WrittenField {
  /** Its initial text, from before anything was typed. */
  given: string
  read(): string
  /** Sets the text, for changes that are not typed. */
  write(text: string): void
}

export interface TextStores {
  /** The tab's own storage. */
  session: Storage | null
  /** The browser's storage, shared by all tabs. */
  local: Storage | null
}

export class ComposerTexts {
  readonly #owner: string
  readonly #session: Storage | null
  /** By key, the text taken over from a tab that seemed closed. */
  readonly #taken = new Map<string, string>()
  readonly #copies: PageCopies
  readonly #page = uuidv7()
  readonly #texts = new Map<string, string>()
  readonly #fields = new Map<string, WrittenField>()
  readonly #changed = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #firstAt = 0
  #lastAt = 0

  /** `owner`: an id that keeps apart the texts of different accounts on one device. */
  constructor(owner: string, { session, local }: TextStores) {
    this.#owner = owner
    this.#session = session
    this.#copies = new PageCopies(local)
  }

  /** Stores typed text regularly until the returned function is called. */
  start(): () => void {
    const flush = (): void => this.flush()
    const unwatch = this.#copies.start((name, text) => this.#giveBack(name, text))
    addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      flush()
      unwatch()
      removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }

  /** Restores stored text into a field, and stores what is typed in it until the returned function is called. */
  open(key: string, field: WrittenField): () => void {
    const kept = this.#texts.get(key) ?? this.#adopt(key)
    const typed = field.read()
    const text = both(kept, typed === field.given ? '' : typed)
    if (text !== '' && text !== typed) field.write(text)
    this.#fields.set(key, field)
    if (text !== kept) this.#keep(key, text)
    if (text === '') void this.#takeOver(key)
    return () => {
      if (this.#changed.delete(key)) this.#keepField(key)
      if (this.#fields.get(key) === field) this.#fields.delete(key)
    }
  }

  /** The present text of a field. */
  of(key: string): string {
    return this.#fields.get(key)?.read() ?? this.#texts.get(key) ?? ''
  }

  /** The field was changed: costs the same for a text of any length. */
  changed(key: string): void {
    this.#changed.add(key)
    this.#lastAt = Date.now()
    if (this.#timer !== null) return
    this.#firstAt = this.#lastAt
    this.#plan(quietMs)
  }

  /** Removes the text, which was sent or discarded. */
  forget(key: string): void {
    this.#changed.delete(key)
    this.#keep(key, '')
  }

  /** Stores what has changed since the last time. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (const key of this.#changed) this.#keepField(key)
    this.#changed.clear()
  }

  #plan(ms: number): void {
    this.#timer = setTimeout(() => {
      const now = Date.now()
      const quiet = now - this.#lastAt
      if (quiet >= quietMs || now - this.#firstAt >= mostMs) this.flush()
      else this.#plan(quietMs - quiet)
    }, ms)
  }

  #keepField(key: string): void {
    const field = this.#fields.get(key)
    if (!field) return
    const text = field.read()
    this.#keep(key, text === field.given ? '' : text)
  }

  #keep(key: string, text: string): void {
    this.#texts.set(key, text)
    const session = text === '' ? null : `${this.#page}\n${text}`
    if (this.#session) put(this.#session, this.#nameOf(key), session)
    this.#copies.put(this.#copyOf(key, this.#page), text)
  }

  /** Takes over the text of an earlier page of this tab. A duplicated tab copies the text; both keep theirs. */
  #adopt(key: string): string {
    const found = this.#session ? get(this.#session, this.#nameOf(key)) : null
    const cut = found?.indexOf('\n') ?? -1
    if (found === null || cut < 0) return ''
    const text = found.slice(cut + 1)
    this.#keep(key, text)
    this.#copies.drop(this.#copyOf(key, found.slice(0, cut)))
    return text
  }

  /** Takes over the text of a closed tab, unless something was typed meanwhile. */
  async #takeOver(key: string): Promise<void> {
    const begin = this.#copyOf(key, '')
    for (const name of this.#copies.others(begin)) {
      // oxlint-disable-next-line no-await-in-loop
      const taken = await this.#copies.take(name, `${begin}${onItsWay}${uuidv7()}`)
      if (taken === null) continue
      const field = this.#fields.get(key)
      if (!field || this.#texts.get(key) || field.read() !== field.given) return taken.leave()
      field.write(taken.text)
      this.#keep(key, taken.text)
      this.#taken.set(key, taken.text)
      taken.done()
      return
    }
  }

  /** The tab whose text was taken over was only slow to reload: it keeps the text, unless it was changed here. */
  #giveBack(name: string, text: string): void {
    if (name.includes(`:${onItsWay}`)) return
    for (const [key, taken] of this.#taken) {
      const field = this.#fields.get(key)
      const isBack = taken === text && name.startsWith(this.#copyOf(key, ''))
      if (!isBack || field?.read() !== taken) continue
      this.#taken.delete(key)
      field.write(field.given)
      this.#keep(key, '')
    }
  }

  #nameOf(key: string): string {
    return `${prefix}${this.#owner}:${key}`
  }

  #copyOf(key: string, page: string): string {
    return `${this.#nameOf(key)}:${page}`
  }
}

/** Joins the stored text with what was typed before hydration. */
function both(kept: string, typed: string): string {
  if (kept === '' || kept === typed) return typed
  return typed === '' ? kept : `${kept}\n${typed}`
}
