-- What somebody else than the app changes (Prisma Studio, psql) is noted for every table whose rows are shown, by one
-- trigger function. The app's own connections say who they are by the setting hubbub.node and are not noted: it writes
-- its events itself. Which tables have it is said at the end, and in server/domain/external/tables.ts.

-- Prisma Studio lists the rows that refer to a post under the names of their tables, and so hid columns of these names.
ALTER TABLE "posts" RENAME COLUMN "likes" TO "likeCount";
ALTER TABLE "posts" RENAME COLUMN "comments" TO "commentCount";

CREATE TABLE "external_changes" (
    "id" BIGSERIAL NOT NULL,
    "noun" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "keys" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "problem" TEXT,

    CONSTRAINT "external_changes_pkey" PRIMARY KEY ("id")
);
-- What follows from a change is to be told once, however many changes it follows from.
CREATE UNIQUE INDEX "external_changes_retell" ON "external_changes" ("noun", "keys") WHERE "verb" = 'RETELL';

INSERT INTO "external_changes" ("noun", "verb", "keys")
SELECT CASE "noun" WHEN 'likes' THEN 'posts' ELSE "noun" END,
  CASE "noun" WHEN 'likes' THEN 'UPDATE' ELSE "verb" END,
  CASE "noun"
    WHEN 'likes' THEN jsonb_build_object('id', "postId")
    WHEN 'comments' THEN jsonb_build_object('id', "subject", 'postId', "postId")
    ELSE jsonb_build_object('id', "subject")
  END
FROM "outside_changes" ORDER BY "id";
DROP FUNCTION "note_outside_change"() CASCADE;
DROP TABLE "outside_changes";

-- The trigger's arguments are the columns that say which row it is and whom it concerns. A row that gets another of
-- these has gone from one place and come to another. Whoever may change a table need not have a right to the notes.
CREATE FUNCTION "note_external_change"() RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  row_keys text := (SELECT 'jsonb_build_object(' || string_agg(format('%L, %I', name, name), ', ') || ')' FROM unnest(TG_ARGV) AS name);
  noted bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    EXECUTE format(
      'INSERT INTO external_changes (noun, verb, keys)
       SELECT %L, CASE WHEN old.keys IS NULL THEN ''INSERT'' WHEN new.keys IS NULL THEN ''DELETE'' ELSE ''UPDATE'' END, keys
       FROM (SELECT DISTINCT %2$s AS keys FROM old_rows) AS old
       FULL JOIN (SELECT DISTINCT %2$s AS keys FROM new_rows) AS new USING (keys)',
      TG_TABLE_NAME, row_keys);
  ELSE
    EXECUTE format(
      'INSERT INTO external_changes (noun, verb, keys) SELECT DISTINCT %L, %L, %s FROM %s',
      TG_TABLE_NAME,
      CASE TG_OP WHEN 'TRUNCATE' THEN 'DELETE' ELSE TG_OP END,
      row_keys,
      CASE TG_OP WHEN 'INSERT' THEN 'new_rows' WHEN 'DELETE' THEN 'old_rows' ELSE TG_RELID::regclass::text END);
  END IF;
  GET DIAGNOSTICS noted = ROW_COUNT;
  -- No trigger on a row has run: sessions, members and writers may have gone.
  IF TG_OP = 'TRUNCATE' THEN PERFORM pg_notify('hubbub_external', 'all');
  ELSIF noted > 0 THEN PERFORM pg_notify('hubbub_external', '');
  END IF;
  RETURN NULL;
END
$$;

-- Follows a table from now on, by these of its columns.
CREATE FUNCTION "follow_external_changes"("followed" REGCLASS, VARIADIC "keys" TEXT[]) RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
  moment text[];
  arguments text := (SELECT string_agg(quote_literal(name), ', ') FROM unnest(keys) AS name);
BEGIN
  FOREACH moment SLICE 1 IN ARRAY ARRAY[
    ['insert', 'AFTER', 'REFERENCING NEW TABLE AS new_rows'],
    ['update', 'AFTER', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'],
    ['delete', 'AFTER', 'REFERENCING OLD TABLE AS old_rows'],
    ['truncate', 'BEFORE', '']
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER %I %s %s ON %s %s FOR EACH STATEMENT
       WHEN (coalesce(current_setting(''hubbub.node'', true), '''') = '''')
       EXECUTE FUNCTION note_external_change(%s)',
      'external_' || moment[1], moment[2], moment[1], followed, moment[3], arguments);
  END LOOP;
END
$$;

SELECT follow_external_changes('users', 'id');
SELECT follow_external_changes('avatars', 'userId');
SELECT follow_external_changes('posts', 'id');
SELECT follow_external_changes('likes', 'postId', 'userId');
SELECT follow_external_changes('comments', 'id', 'postId');
SELECT follow_external_changes('coauthors', 'postId');
SELECT follow_external_changes('rooms', 'id');
SELECT follow_external_changes('members', 'roomId', 'userId', 'readUpTo');
SELECT follow_external_changes('messages', 'id', 'roomId');
SELECT follow_external_changes('reactions', 'messageId');
SELECT follow_external_changes('inboxes', 'roomId');
SELECT follow_external_changes('conversations', 'roomId');
SELECT follow_external_changes('deliveries', 'inboxId');
SELECT follow_external_changes('drafts', 'id', 'createdById');
SELECT follow_external_changes('writers', 'draftId', 'userId');
SELECT follow_external_changes('draft_updates', 'id', 'draftId');
SELECT follow_external_changes('versions', 'draftId');
