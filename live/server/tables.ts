// SQL that creates the engine's tables, for apps without migrations for them: events, the log's start, its epochs and
// kept answers. Tables that exist are left alone.

const advisoryLock = 0x6c697665

/** One statement each, to be run in one transaction. */
export const engineTables: readonly string[] = [
  // When two nodes start at once, the second waits here and then finds the tables.
  `SELECT count(pg_advisory_xact_lock(${advisoryLock}))`,
  `CREATE TABLE IF NOT EXISTS events (
    id BIGINT PRIMARY KEY,
    topic TEXT NOT NULL,
    type TEXT NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    data JSON NOT NULL,
    subject UUID
  )`,
  'CREATE INDEX IF NOT EXISTS "events_topic_id_idx" ON events (topic, id)',
  'CREATE INDEX IF NOT EXISTS "events_at_idx" ON events (at)',
  'CREATE INDEX IF NOT EXISTS "events_subject_idx" ON events (subject)',
  // Without a cache: a node that took a range of ids ahead of time would break the order of commits.
  'CREATE SEQUENCE IF NOT EXISTS event_ids AS BIGINT CACHE 1',
  `CREATE TABLE IF NOT EXISTS log (
    id INTEGER PRIMARY KEY DEFAULT 1 CONSTRAINT log_one_row CHECK (id = 1),
    pruned BIGINT NOT NULL DEFAULT 0
  )`,
  'INSERT INTO log DEFAULT VALUES ON CONFLICT DO NOTHING',
  `CREATE TABLE IF NOT EXISTS log_epochs (
    first BIGINT PRIMARY KEY,
    epoch TEXT NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
  )`,
  // An epoch begins right after the last existing event, not at the id sequence's value, which may be ahead.
  `CREATE OR REPLACE FUNCTION begin_epoch(lock BIGINT, name TEXT) RETURNS BIGINT
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE
    begun BIGINT;
  BEGIN
    PERFORM pg_advisory_xact_lock(lock);
    -- A statement of its own: it sees what was committed while this one waited.
    SELECT greatest(
      pruned, (SELECT max(id) FROM events), (SELECT max(first) FROM log_epochs)
    ) + 1 INTO begun FROM log;
    INSERT INTO log_epochs (first, epoch) VALUES (begun, name);
    PERFORM setval('event_ids', greatest(begun, (SELECT last_value FROM event_ids)));
    RETURN begun;
  END
  $$`,
  `CREATE TABLE IF NOT EXISTS answers (
    "actorId" UUID NOT NULL,
    ref TEXT NOT NULL,
    print TEXT,
    kept JSON NOT NULL,
    "eventId" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("actorId", ref)
  )`,
  'CREATE INDEX IF NOT EXISTS "answers_createdAt_idx" ON answers ("createdAt")',
]
