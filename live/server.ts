// The engine's public API for an app's server.
export { createLive } from './server/create-live.ts'
export type { FormResult, LiveApp, LiveOptions } from './server/create-live.ts'
export { pgDatabase, prismaDatabase } from './server/databases.ts'
export { defineDirectHook, defineHook, serverFor } from './server/define.ts'
export type { Database, Intent, Writing } from './server/define.ts'
