// What an app's components use of the engine.
export { createClient, defineClient } from './react/create-client.tsx'
