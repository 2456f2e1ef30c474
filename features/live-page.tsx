// The live connection around the whole page: set up with all features, and with how Next.js reports a server action that no longer exists.
'use client'
import { unstable_isUnrecognizedActionError as isActionGone } from 'next/navigation'
import type { ReactNode } from 'react'
import type { LiveOptions } from '#live/client/live.ts'
import { LiveProvider } from '#live/react/live-provider.tsx'
import type { Author } from '#platform/author.ts'
import { ComposerTextsProvider } from '#ui/writing/composer-texts-provider.tsx'
import { clients } from './client.ts'
import { inWords } from './refusal-words.ts'

type Given = Pick<LiveOptions<Author>, 'cursor' | 'viewer' | 'own' | 'transports' | 'act'>

export function LivePage({ children, ...given }: Given & { children: ReactNode }) {
  return (
    <LiveProvider
      {...given}
      features={clients}
      isActionGone={isActionGone}
      inWords={(message) => inWords(message).sentence}
    >
      <ComposerTextsProvider owner={given.viewer?.id ?? null}>{children}</ComposerTextsProvider>
    </LiveProvider>
  )
}
