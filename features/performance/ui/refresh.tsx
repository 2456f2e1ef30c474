// Refreshes the page from time to time while it is visible.
'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

export function Refresh({ everyMs }: { everyMs: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}
