// `npm run generate`: makes Prisma's client from the schema; nothing is downloaded (see prisma.config.ts).
import { runPrisma } from './run-prisma.ts'

process.exit(await runPrisma(['generate', '--no-hints']))
