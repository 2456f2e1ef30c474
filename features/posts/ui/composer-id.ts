// The element that is written in at the top of the feed, so that others can lead there.
export const composerId = 'write'
