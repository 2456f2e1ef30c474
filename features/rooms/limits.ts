// How long what is said in rooms may be, in characters as a reader counts them, and how much of other things.

export const roomLimits = { message: 4000, name: 50, people: 9, excerpt: 140 } as const

/** So many of its people the page of a room knows; further ones are on pages of their own. */
export const listedPeople = 200

/** More unread than this are not counted. */
export const mostUnread = 100
