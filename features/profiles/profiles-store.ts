// Store of the profiles that pages show, and of the viewer's own name.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'
import type { ProfileView } from './protocol.ts'

export class Profiles {
  readonly #kit: Kit<Author>
  readonly #profiles = new Map<string, ProfileView>()

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  get(id: string): ProfileView | undefined {
    return this.#profiles.get(id)
  }

  /** Keeps a profile that a page shows, so that its edits are applied. */
  hold(profile: ProfileView): void {
    this.#profiles.set(profile.id, profile)
    this.#kit.touch(`profile:${profile.id}`)
  }

  edit(profile: ProfileView): void {
    if (this.#profiles.has(profile.id)) this.hold(profile)
    if (this.#kit.viewer()?.id === profile.id) this.#kit.renameViewer(authorOf(profile))
  }
}

/** The part of a profile that is shown beside everything its owner has written. */
export function authorOf({ id, handle, name, avatar }: ProfileView): Author {
  return { id, handle, name, avatar }
}
