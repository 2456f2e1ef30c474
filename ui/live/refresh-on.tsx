// Has the server render a page again when its data has changed; text being written in it stays.
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
