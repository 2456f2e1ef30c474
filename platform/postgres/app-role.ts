// The role that the app works as in the embedded database: it owns the database and what is in it, and nothing of the server.
import type pg from 'pg'
import type { Logger } from '../logger.ts'
import { appRole, databaseName } from './cluster-folder.ts'
import type { Database } from './database.ts'

/** Of two apps that start at once, one prepares it: "hubr" in ASCII. */
const roleLock = 0x68756272

/** What older versions made as the superuser, by what gives it away. */
const handOver = `
  DO $$
  DECLARE
    statement text;
  BEGIN
    FOR statement IN
      SELECT format('ALTER TABLE %s OWNER TO ${appRole}', oid::regclass) FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND relowner <> '${appRole}'::regrole
      UNION ALL
      SELECT format('ALTER SEQUENCE %s OWNER TO ${appRole}', oid::regclass) FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relowner <> '${appRole}'::regrole
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i'))
      UNION ALL
      SELECT format('ALTER ROUTINE %s OWNER TO ${appRole}', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND proowner <> '${appRole}'::regrole
      UNION ALL
      SELECT format('ALTER TYPE %s OWNER TO ${appRole}', oid::regtype) FROM pg_type
      WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e')
        AND typowner <> '${appRole}'::regrole
    LOOP
      EXECUTE statement;
    END LOOP;
  END $$`

/** Makes the role, or what it owns complete; `client` is the superuser's, in the app's database. */
export async function prepareAppRole(client: pg.Client, password: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [roleLock])
    const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole])
    const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER'
    await client.query(
      `${verb} ROLE ${appRole} LOGIN NOSUPERUSER PASSWORD ${client.escapeLiteral(password)}`,
    )
    await client.query(`ALTER DATABASE ${databaseName} OWNER TO ${appRole}`)
    await client.query(handOver)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Says once when the app works as a superuser: a hole in it would be one in the whole server. */
export async function warnOfSuperuser(db: Database, logger: Logger): Promise<void> {
  const [role] = await db.$queryRaw<{ name: string; isSuper: boolean }[]>`
    SELECT rolname AS name, rolsuper AS "isSuper" FROM pg_roles WHERE rolname = current_user`
  if (!role?.isSuper) return
  logger.warn(
    `The role ${role.name} of DATABASE_URL is a superuser: give Hubbub one of its own that owns its database and no more.`,
  )
}
