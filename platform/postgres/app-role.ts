// The app's role in the embedded PostgreSQL: owns the app's database and its objects, but has no rights on the server.
import type pg from 'pg'
import type { Logger } from '../logger.ts'
import { appRole, databaseName } from './cluster-folder.ts'
import type { Database } from './database.ts'

/** Advisory lock, so that only one of two starting apps prepares the role: "hubr" in ASCII. */
const roleLock = 0x68756272

/** SQL that gives the app's role all objects that older versions created as the superuser. */
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

/** Creates or updates the role and its ownerships; `client` must be the superuser's, in the app's database. */
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

/** Warns when the app's role is a superuser: a vulnerability of the app would open the whole server. */
export async function warnOfSuperuser(db: Database, logger: Logger): Promise<void> {
  const [role] = await db.$queryRaw<{ name: string; isSuper: boolean }[]>`
    SELECT rolname AS name, rolsuper AS "isSuper" FROM pg_roles WHERE rolname = current_user`
  if (!role?.isSuper) return
  logger.warn(
    `The role ${role.name} of DATABASE_URL is a superuser: give Hubbub one of its own that owns its database and no more.`,
  )
}
