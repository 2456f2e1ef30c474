// What the Prisma command line reads. Without DATABASE_URL it uses the running embedded database.
import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
