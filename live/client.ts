// What a program without React uses of the engine: a connection, and how commands are sent.
export { Connection } from './client/connection.ts'
export { sendCommand } from './client/wire.ts'
