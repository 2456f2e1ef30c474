// The id of the composer's text field at the top of the feed, for links to it.
export const composerId = 'write'
