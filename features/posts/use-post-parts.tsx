// The parts that other features add to every post: a button in the row below it, and the viewer's marks.
'use client'
import { createContext, use, useEffect, useState } from 'react'
import type { ComponentType, ReactNode } from 'react'
import type { Live } from '#live/client/live.ts'
import type { PostMarks, PostView } from './protocol.ts'

export interface PostPart {
  /** The feature's name, which is its key in `PostMarks`. */
  name: string
  /** `back`: the page's own URL, to which a form without scripts returns. */
  Action: ComponentType<{ post: PostView; back: string }>
  /** Adds a page's marks of these posts to the live state. */
  seed(live: Live, postIds: readonly string[], marked: readonly string[]): void
}

/** The viewer's marks on the posts of a page, as these were rendered or fetched. */
export class PageMarks {
  readonly #marked = new Map<string, Set<string>>()

  has(name: string, postId: string): boolean {
    return this.#marked.get(name)?.has(postId) ?? false
  }

  /** Renders nothing again: the posts whose marks are added are still to be rendered. */
  add(marks: PostMarks): this {
    for (const [name, ids] of Object.entries(marks)) {
      this.#marked.set(name, new Set([...(this.#marked.get(name) ?? []), ...ids]))
    }
    return this
  }
}

const PartsContext = createContext<readonly PostPart[] | null>(null)
const MarksContext = createContext(new PageMarks())

export function PostPartsProvider({
  parts,
  children,
}: {
  parts: readonly PostPart[]
  children: ReactNode
}) {
  return <PartsContext value={parts}>{children}</PartsContext>
}

export function usePostParts(): readonly PostPart[] {
  const parts = use(PartsContext)
  if (!parts) throw new Error('PostPartsProvider is missing above this component.')
  return parts
}

/** A page's marks, to which those of posts that are fetched later are added. */
export function usePageMarks(marks: PostMarks): PageMarks {
  const [known] = useState(() => new PageMarks().add(marks))
  useEffect(() => void known.add(marks), [known, marks])
  return known
}

export function PostMarksProvider({ marks, children }: { marks: PageMarks; children: ReactNode }) {
  return <MarksContext value={marks}>{children}</MarksContext>
}

/** Whether the viewer had marked the post when it was rendered or fetched. */
export function useMark(name: string, postId: string): boolean {
  return use(MarksContext).has(name, postId)
}
