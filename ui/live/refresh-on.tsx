// Has the server render a page anew when what it shows has changed; what is being written in it stays.
'use client'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { useChange } from '#live/react/use-change.ts'

export function RefreshOn({ change }: { change: string }) {
  const router = useRouter()
  useChange(
    change,
    useCallback(() => router.refresh(), [router]),
  )
  return null
}
