// The parts that other features add to every post: a button in the row below it, and the viewer's marks.
'use client'
import { createContext, use, useMemo } from 'react'
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

/** Provides the viewer's marks on a page's posts, as the page was rendered. */
export function PostMarksProvider({ marks, children }: { marks: PostMarks; children: ReactNode }) {
  const value = useMemo(
    () => new Map(Object.entries(marks).map(([name, ids]) => [name, new Set(ids)])),
    [marks],
  )
  return <MarksContext value={value}>{children}</MarksContext>
}

/** Whether the viewer had marked the post when the page was rendered. */
export function useMark(name: string, postId: string): boolean {
  return use(MarksContext).get(name)?.has(postId) ?? false
}

/** Merges a page's marks with those of posts that were fetched since. */
export function withMarks(marks: PostMarks, more: PostMarks): PostMarks {
  const names = new Set([...Object.keys(marks), ...Object.keys(more)])
  return Object.fromEntries(
    [...names].map((name) => [name, [...(marks[name] ?? []), ...(more[name] ?? [])]]),
  )
}
