// Store of rooms' messages: from some page on to the newest, with who joined and left.
import type { MessagePage, MessageView, ReactionView } from './protocol.ts'
import type { Author } from '#platform/author.ts'

/** A line between the messages: a member joined or left. */
export interface Note {
  /** The id of its event. */
  key: string
  /** The id of the message above it; '' when at the top. */
  after: string
  user: Author
  verb: 'joined' | 'left'
}

/** Beyond so many messages the older ones are dropped, unless they are being read. */
const mostMessages = 400
const keptMessages = 200

export interface Talk {
  /** By id, which is the order in which they were sent. */
  messages: readonly MessageView[]
  notes: readonly Note[]
  /** The `before` of the page before the first message; null at the beginning. */
  previous: string | null
  people: readonly Author[]
}

export class Talks {
  readonly #talks = new Map<string, Talk>()
  readonly #deleted: Set<string>
  readonly #touch: (key: string) => void

  constructor(deleted: Set<string>, touch: (key: string) => void) {
    this.#deleted = deleted
    this.#touch = touch
  }

  get(roomId: string): Talk | undefined {
    return this.#talks.get(roomId)
  }

  /** Begins with the newest page, or adds it before the known messages. */
  open(roomId: string, page: MessagePage, people: readonly Author[]): void {
    const known = this.#talks.get(roomId)
    const messages = this.#merge(page.messages, known?.messages ?? [])
    const previous = known ? known.previous : page.previous
    this.#set(roomId, { messages, notes: known?.notes ?? [], previous, people })
  }

  /** Replaces the messages with the newest page: events in between may have been missed. */
  restore(roomId: string, page: MessagePage): void {
    const known = this.#talks.get(roomId)
    if (!known) return
    const messages = this.#merge(page.messages, [])
    this.#set(roomId, { ...known, messages, notes: [], previous: page.previous })
  }

  /** Adds the page before the message `before`. A page requested before the talk was trimmed is dropped. */
  prepend(roomId: string, page: MessagePage, before: string): void {
    const known = this.#talks.get(roomId)
    if (known?.previous !== before) return
    const messages = this.#merge(page.messages, known.messages)
    this.#set(roomId, { ...known, messages, previous: page.previous })
  }

  /** Drops messages far above the end, if there are many: they can be loaded again. */
  trim(roomId: string): void {
    const known = this.#talks.get(roomId)
    if (!known || known.messages.length <= mostMessages) return
    const messages = known.messages.slice(-keptMessages)
    const previous = messages[0]?.id ?? null
    const notes = known.notes.filter(({ after }) => after >= (previous ?? ''))
    this.#set(roomId, { ...known, messages, notes, previous })
  }

  /** Takes a new or changed message. One older than what is loaded is ignored: it comes with its page. */
  put(message: MessageView): void {
    const known = this.#talks.get(message.roomId)
    if (!known) return
    if (known.previous !== null && message.id < known.previous) return
    const messages = this.#merge(known.messages, [message])
    this.#set(message.roomId, { ...known, messages })
  }

  /** Takes an edited message, and the new excerpt for its answers. */
  edited(message: MessageView, excerpt: string | undefined): void {
    this.put(message)
    const known = this.#talks.get(message.roomId)
    if (!known || excerpt === undefined) return
    const messages = changed(known.messages, (each) =>
      each.replyTo?.id === message.id && each.replyTo.body !== excerpt
        ? { ...each, replyTo: { ...each.replyTo, body: excerpt } }
        : each,
    )
    if (messages !== known.messages) this.#set(message.roomId, { ...known, messages })
  }

  delete(roomId: string, messageId: string): void {
    this.#deleted.add(messageId)
    const known = this.#talks.get(roomId)
    if (!known) return
    const messages = known.messages
      .filter(({ id }) => id !== messageId)
      .map((each) => (each.replyTo?.id === messageId ? { ...each, replyTo: null } : each))
    this.#set(roomId, { ...known, messages })
  }

  react(roomId: string, messageId: string, reactions: ReactionView[]): void {
    const message = this.#talks.get(roomId)?.messages.find(({ id }) => id === messageId)
    if (message) this.put({ ...message, reactions })
  }

  /** Notes that a member joined or left; a repeated event is ignored. */
  moved(roomId: string, key: string, user: Author, verb: Note['verb']): void {
    const known = this.#talks.get(roomId)
    if (!known || known.notes.some((note) => note.key === key)) return
    const others = known.people.filter(({ id }) => id !== user.id)
    const after = known.messages.at(-1)?.id ?? ''
    this.#set(roomId, {
      ...known,
      notes: [...known.notes, { key, after, user, verb }],
      people: verb === 'joined' ? [...others, user] : others,
    })
  }

  editAuthor(author: Author): void {
    const is = ({ id }: Author): boolean => id === author.id
    for (const [roomId, talk] of this.#talks) {
      const messages = changed(talk.messages, (each) => renamed(each, author))
      const people = changed(talk.people, (each) => (is(each) ? author : each))
      const notes = changed(talk.notes, (each) =>
        is(each.user) ? { ...each, user: author } : each,
      )
      const isSame = [messages === talk.messages, people === talk.people, notes === talk.notes]
      if (!isSame.every(Boolean)) this.#set(roomId, { ...talk, messages, people, notes })
    }
  }

  forget(roomId: string): void {
    if (this.#talks.delete(roomId)) this.#touch(`talk:${roomId}`)
  }

  /** Merges two lists by id; the second one's messages win. */
  #merge(first: readonly MessageView[], second: readonly MessageView[]): MessageView[] {
    const byId = new Map([...first, ...second].map((message) => [message.id, message]))
    return [...byId.values()]
      .filter(({ id }) => !this.#deleted.has(id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  #set(roomId: string, talk: Talk): void {
    this.#talks.set(roomId, talk)
    this.#touch(`talk:${roomId}`)
  }
}

/** Maps a list; returns the same list when no item changed. */
function changed<T>(list: readonly T[], to: (item: T) => T): readonly T[] {
  const next = list.map(to)
  return next.every((item, index) => item === list[index]) ? list : next
}

/** The message with its author's new name, also where it quotes that author. */
function renamed(message: MessageView, author: Author): MessageView {
  const { replyTo } = message
  const isQuoted = replyTo?.author.id === author.id
  if (!isQuoted && message.author.id !== author.id) return message
  return {
    ...message,
    author: message.author.id === author.id ? author : message.author,
    replyTo: isQuoted ? { ...replyTo, author } : replyTo,
  }
}
