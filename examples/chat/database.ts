// The database of the room: a pool of node-postgres, and one table.
import pg from 'pg'
import type { Line } from './chat.ts'

export const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] })
export type Queryable = Pick<pg.Pool, 'query'>

export async function createTable(): Promise<void> {
  await pool.query(`CREATE TABLE IF NOT EXISTS lines (
    id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, by TEXT NOT NULL, "to" TEXT, words TEXT NOT NULL
  )`)
}

export async function write(
  db: Queryable,
  by: string,
  to: string | null,
  words: string,
): Promise<Line> {
  const sql = 'INSERT INTO lines (by, "to", words) VALUES ($1, $2, $3) RETURNING *'
  const { rows } = await db.query<Line>(sql, [by, to, words])
  const [row] = rows
  if (!row) throw new Error('The database did not return a line that it wrote.')
  return row
}

/** The newest lines that all may read, or the whispers of one person; oldest first. */
export async function read(db: Queryable, person: string | null): Promise<Line[]> {
  const where = person === null ? '"to" IS NULL' : '"to" IS NOT NULL AND $1 IN (by, "to")'
  const sql = `SELECT * FROM lines WHERE ${where} ORDER BY id DESC LIMIT 50`
  const { rows } = await db.query<Line>(sql, person === null ? [] : [person])
  return rows.reverse()
}
