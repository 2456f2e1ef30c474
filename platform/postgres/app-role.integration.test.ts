// Tests of the app's role in the embedded database.
import { expect, test, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { warnOfSuperuser } from './app-role.ts'
import { openDatabase } from './database.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { eachFolder } from './test-each-folder.ts'
import { execute } from './test-server.ts'

const logger = createLogger('silent')
vi.setConfig({ testTimeout: 60_000 })
const own = eachFolder()

test('the embedded database is worked in by a role that owns it, and is no superuser', async () => {
  const { url, superuserUrl, stop } = await startEmbedded(own.dataDir, logger)
  await migrate(url, 'prisma/migrations', logger)
  const role = 'SELECT rolsuper OR rolcreaterole OR rolcreatedb AS mighty FROM pg_roles'
  expect(await execute(url, `${role} WHERE rolname = current_user`)).toEqual([{ mighty: false }])
  for (const refused of [
    'ALTER SYSTEM SET fsync = off',
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
    'SELECT rolpassword FROM pg_authid',
    'CREATE DATABASE other',
  ]) {
    await expect(execute(url, refused), refused).rejects.toThrow(/permission denied/)
  }
  // A superuser in DATABASE_URL is warned of.
  const warn = vi.fn()
  for (const address of [url, superuserUrl]) {
    const db = openDatabase(address, 1)
    await warnOfSuperuser(db, { ...logger, warn })
    await db.$disconnect()
  }
  expect(warn.mock.calls).toEqual([[expect.stringContaining('role hubbub of DATABASE_URL')]])
  const guess = new URL(superuserUrl)
  guess.password = new URL(url).password
  await expect(execute(guess.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  await stop()
})

test('what an older version made as the superuser becomes the role’s at the next start', async () => {
  const first = await startEmbedded(own.dataDir, logger)
  // The state of older versions, which had no such role.
  await execute(first.superuserUrl, 'ALTER DATABASE hubbub OWNER TO hubbub; DROP ROLE hubbub_app')
  await migrate(first.superuserUrl, 'prisma/migrations', logger)
  await execute(
    first.superuserUrl,
    `INSERT INTO users (email, username, name) VALUES ('a@example.org', 'ada', 'Ada');
     CREATE SEQUENCE numbers; CREATE VIEW people AS SELECT name FROM users;
     CREATE TYPE mood AS ENUM ('calm')`,
  )
  await first.stop()
  const { url, stop } = await startEmbedded(own.dataDir, logger)
  const foreign = `
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relowner <> current_user::regrole
    UNION ALL SELECT proname FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner <> current_user::regrole
    UNION ALL SELECT typname FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typowner <> current_user::regrole`
  expect(await execute(url, foreign)).toEqual([])
  // An external change, so that the trigger's write is tested too.
  await execute(url, `UPDATE users SET name = 'Ada L.'; ALTER TABLE users ADD COLUMN more text`)
  expect(await execute(url, 'SELECT count(*)::int AS notes FROM external_changes')).not.toEqual([
    { notes: 0 },
  ])
  await stop()
  await (await startEmbedded(own.dataDir, logger)).stop()
})
