// An error boundary: when the editor fails, the rest of the page (sharing, versions) stays.
'use client'
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Problem } from '#ui/problem.tsx'

export class EditorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? <CannotBeOpened /> : this.props.children
  }
}

/** Shown in place of the text. */
export function CannotBeOpened() {
  return (
    <div className="py-8">
      <Problem>
        The text of this draft cannot be shown. What is kept of it is safe: an earlier version can
        be gone back to.
      </Problem>
    </div>
  )
}
