// The engine's public API for clients without React: a connection, and sending commands.
export { Connection } from './client/connection.ts'
export { sendCommand } from './client/wire.ts'
