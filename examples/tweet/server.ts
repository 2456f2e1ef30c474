// One port for the page and the live endpoints.
import { createServer } from 'node:http'
import next from 'next'
import { live } from './live.ts'
import { createTable } from './prisma.ts'

await createTable()
const port = Number(process.env['PORT'] ?? 3000)
const app = next({ dev: process.argv.includes('--dev'), port })
await app.prepare()
const server = createServer(app.getRequestHandler())
live.attach(server)
server.listen(port)
