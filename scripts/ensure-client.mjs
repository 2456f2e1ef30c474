// Generates the database client when it is missing or older than the schema: for commands that start without a build.
import { ensureClient } from './build.mjs'

await ensureClient()
