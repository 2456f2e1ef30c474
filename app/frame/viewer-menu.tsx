// The viewer's menu. Without scripts the avatar is a link to the profile, which has a form to sign out.
'use client'
import type { Author } from '#platform/author.ts'
import { Avatar } from '#ui/avatar.tsx'
import { useHydrated } from '#ui/use-hydrated.ts'
import { useLater } from '#ui/use-later.ts'
import type { ViewerMenuFrame } from './viewer-menu-frame.tsx'
import { isolated } from '#platform/text/names.ts'

const triggerClass = '-mr-2 flex size-11 items-center justify-center rounded-full hover:bg-sunken'

const load = (): Promise<{ ViewerMenuFrame: typeof ViewerMenuFrame }> =>
  import('./viewer-menu-frame.tsx')

export function ViewerMenu({ viewer }: { viewer: Author }) {
  const hydrated = useHydrated()
  const { loaded, press } = useLater(load)
  const picture = <Avatar person={viewer} size="small" />
  if (!hydrated) {
    return (
      <a href={`/@${viewer.handle}`} aria-label="Your profile" className={triggerClass}>
        {picture}
      </a>
    )
  }
  if (loaded) {
    return <loaded.ViewerMenuFrame viewer={viewer} triggerClass={triggerClass} trigger={picture} />
  }
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={`Menu of ${isolated(viewer.name)}`}
      onClick={() => press()}
      className={triggerClass}
    >
      {picture}
    </button>
  )
}
