// What an app's server uses of the engine.
export { createLive } from './server/create-live.ts'
export type { LiveApp, LiveOptions } from './server/create-live.ts'
export { pgDatabase, prismaDatabase } from './server/databases.ts'
export { defineDirectHook, defineHook, serverFor } from './server/define.ts'
export type { Database, Intent, Writing } from './server/define.ts'
