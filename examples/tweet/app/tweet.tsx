'use client'
// Brought up to date from there; the form works without scripts.
import { createClient, defineClient } from '@hubbub/live/react'
import type { Snapshot } from '@hubbub/live/protocol'
import { tweet } from '../tweet.ts'
import { likeAction } from './actions.ts'

const tweetClient = defineClient(tweet, {
  state: { likes: 0 },
  restore: { tweet: (_, { likes }) => ({ likes }) },
  reduce: { 'tweet.liked': (_, { likes }) => ({ likes }) },
  confirm: { like: 'tweet.liked' },
  optimistic: { like: ({ likes }) => ({ likes: likes + 1 }) },
})
const { useTopic, useCommand } = createClient({ features: [tweetClient] })

export function Tweet({ snapshot }: { snapshot: Snapshot<typeof tweet, 'tweet'> }) {
  const likes = useTopic(snapshot, (state) => state.tweet.likes)
  const like = useCommand('like')
  return (
    <form action={likeAction} onSubmit={like.submit({})}>
      <p>One tweet, liked by everybody who sees it.</p>
      <button>{likes} ♥</button>
    </form>
  )
}
