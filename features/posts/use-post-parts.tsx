// What other features add to every post: a button in the row below it, and what the reader has done with the post.
'use client'
import { createContext, use, useMemo } from 'react'
import type { ComponentType, ReactNode } from 'react'
import type { Live } from '#live/client/live.ts'
import type { PostMarks, PostView } from './protocol.ts'

export interface PostPart {
  /** The feature's name; `PostMarks` has its ids under it. */
  name: string
  /** `back`: the page's own address, where a form without scripts returns to. */
  Action: ComponentType<{ post: PostView; back: string }>
  /** Lays what a page says of these posts under the live state. */
  seed(live: Live, postIds: readonly string[], marked: readonly string[]): void
}

const PartsContext = createContext<readonly PostPart[]>([])
const MarksContext = createContext<ReadonlyMap<string, ReadonlySet<string>>>(new Map())

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
  return use(PartsContext)
}

/** Around the posts of a page: what their reader had done with them when it was rendered. */
export function PostMarksProvider({ marks, children }: { marks: PostMarks; children: ReactNode }) {
  const value = useMemo(
    () => new Map(Object.entries(marks).map(([name, ids]) => [name, new Set(ids)])),
    [marks],
  )
  return <MarksContext value={value}>{children}</MarksContext>
}

/** Whether the reader had done this with the post when the page was rendered. */
export function useMark(name: string, postId: string): boolean {
  return use(MarksContext).get(name)?.has(postId) ?? false
}

/** Those of a page, and those of posts that were fetched since. */
export function withMarks(marks: PostMarks, more: PostMarks): PostMarks {
  const names = new Set([...Object.keys(marks), ...Object.keys(more)])
  return Object.fromEntries(
    [...names].map((name) => [name, [...(marks[name] ?? []), ...(more[name] ?? [])]]),
  )
}
