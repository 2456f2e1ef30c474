// Which tables are followed when somebody else than the app changes them, and by which of their columns. Each has
// the triggers that prisma/migrations give it; a new one needs a decision here.

/** The columns that say which row it is and whom it concerns. */
export const followedTables = {
  users: ['id'],
  avatars: ['userId'],
  posts: ['id'],
  likes: ['postId', 'userId'],
  comments: ['id', 'postId'],
  coauthors: ['postId'],
  rooms: ['id'],
  members: ['roomId', 'userId', 'readUpTo'],
  invitations: ['roomId', 'userId', 'byId'],
  messages: ['id', 'roomId'],
  reactions: ['messageId'],
  inboxes: ['roomId'],
  conversations: ['roomId'],
  deliveries: ['inboxId'],
  drafts: ['id', 'createdById'],
  writers: ['draftId', 'userId'],
  draft_updates: ['id', 'draftId'],
  versions: ['draftId'],
} as const

export type Noun = keyof typeof followedTables

/** Why each of the others is not. */
export const otherTables = {
  sessions: 'a trigger of its own ends what a session had open',
  accounts: 'secrets, shown nowhere',
  verifications: 'secrets, shown nowhere',
  events: 'the log itself',
  log: 'the log itself',
  log_epochs: 'the same: written by the log alone',
  draft_clients: 'whose each page of a draft is, shown nowhere',
  commands: 'answers that were given, shown nowhere',
  external_changes: 'the notes themselves',
} as const
