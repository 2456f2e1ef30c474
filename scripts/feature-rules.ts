// Which features may import which others, and by which doors.

/** What each feature stands on; an import goes along this list and never back. */
export const standsOn: Record<string, readonly string[]> = {
  accounts: [],
  performance: [],
  profiles: [],
  posts: ['profiles'],
  likes: ['posts', 'profiles'],
  bookmarks: ['posts', 'profiles'],
  comments: ['posts', 'profiles'],
  drafts: ['posts', 'profiles'],
  rooms: ['profiles'],
  inboxes: ['rooms', 'profiles'],
}

/** `protocol.ts` on both sides, `hooks.ts` on the server; in the browser its state, its hooks of React and its components. */
const door = /^(protocol\.ts|hooks\.ts|client\.ts|use-[a-z-]+\.tsx?|ui\/.+)$/

/** Files beside the folders that put all features together: for the floors above, never for a feature. */
const composing =
  /^features\/(protocol|server|client|at-start|live-page|post-marks|post-parts)\.tsx?$/
const inBrowser = /^(client\.ts|post-part\.ts|use-[a-z-]+\.tsx?|ui\/.+)$/
const onServer = /^(hooks|server|commands|queries|topics|events|policy|external-changes)\.ts$/

/** A sentence when a file of a feature imports one of another feature's that it may not; both paths from the root. */
export function featureBreach(path: string, target: string): string | null {
  const [from, to] = [partsOf(path), partsOf(target)]
  if (from !== null && composing.test(target)) {
    return `${path} imports ${target}, which puts all features together.`
  }
  if (from === null || to === null || from.feature === to.feature) return null
  const stands = standsOn[from.feature]
  if (!stands) return `${path}: scripts/feature-rules.ts does not know the feature ${from.feature}.`
  if (!stands.includes(to.feature)) {
    return `${path} imports ${target}, but ${from.feature} may import ${stands.join(', ') || 'no other feature'} alone.`
  }
  if (!door.test(to.file)) return `${path} imports ${target}, which is no door of ${to.feature}.`
  const crosses =
    (inBrowser.test(from.file) && onServer.test(to.file)) ||
    (onServer.test(from.file) && inBrowser.test(to.file))
  return crosses ? `${path} imports ${target}, which is of the other side.` : null
}

/** Files beside the folders compose all features, and belong to none. */
function partsOf(path: string): { feature: string; file: string } | null {
  const [, feature, file] = /^features\/([^/]+)\/(.+)$/.exec(path) ?? []
  return feature !== undefined && file !== undefined ? { feature, file } : null
}
