// The engine's public API for React components.
export { createClient, defineClient } from './react/create-client.tsx'
