// Length limits of names and messages in rooms, in characters as a reader counts them, and other limits of rooms.

export const roomLimits = { message: 4000, name: 50, people: 9, excerpt: 140 } as const

/** How many members the page of a room lists; the others are on further pages. */
export const listedPeople = 200

/** Unread messages beyond this number are not counted. */
export const mostUnread = 100
