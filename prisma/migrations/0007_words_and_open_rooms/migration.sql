-- The search in a room finds parts of words, in any script, with or without accents; and whoever reads a public
-- room hears at once when it is public no longer.

-- What is alike for somebody who searches: without accents, in small letters, ligatures and widths taken apart.
-- It needs no extension and no locale, so that it finds the same on every server.
DO $do$
DECLARE
  -- The database's own locale may know the small letters of English alone.
  lowered TEXT := CASE
    WHEN EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu') THEN 'lower(%s COLLATE "und-x-icu")'
    ELSE 'lower(%s)'
  END;
  bare TEXT := $bare$regexp_replace(normalize("words", NFKD), '[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]', '', 'g')$bare$;
BEGIN
  EXECUTE format(
    $function$
      CREATE FUNCTION "fold_words"("words" TEXT) RETURNS TEXT
      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
      BEGIN
        -- Of ASCII alone.
        IF octet_length("words") = length("words") THEN RETURN lower("words" COLLATE "C"); END IF;
        RETURN normalize(replace(replace(replace(replace(translate(
          %s, 'ςøØłŁđĐðÐħĦıŧŦŋŊ', 'σoollddddhhittnn'
        ), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), NFKC);
      END
      $$
    $function$,
    format(lowered, bare)
  );
END
$do$;

-- The pairs of neighbours in a folded text, and its single signs that are not ASCII, which may be words:
-- whatever is part of it has none that it lacks.
CREATE FUNCTION "word_grams"("folded" TEXT) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
  SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
    SELECT unnest(ARRAY[CASE WHEN octet_length(sign) > 1 THEN sign END, sign || next]) AS gram FROM (
      SELECT sign, lead(sign) OVER (ORDER BY at) AS next
      FROM unnest(string_to_array(translate("folded", E'\t\n\r', '   '), NULL)) WITH ORDINALITY AS signs(sign, at)
    ) AS pairs
  ) AS grams WHERE strpos(gram, ' ') = 0
$$;

-- Those of a message, with its room, so that a search reads what is said there and nothing else.
CREATE FUNCTION "message_grams"("room" UUID, "body" TEXT) RETURNS TEXT[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000
-- VACUUM, ANALYZE and CREATE INDEX look for nothing but what is PostgreSQL's own.
SET search_path FROM CURRENT AS $$
BEGIN
  RETURN "room"::text || "word_grams"("fold_words"("body"));
END
$$;

CREATE INDEX "messages_grams_idx" ON "messages" USING gin ("message_grams"("roomId", "body"))
  WITH (gin_pending_list_limit = 512);
DROP INDEX "messages_words_idx";

-- In which rooms somebody has spoken.
DROP INDEX "messages_authorId_idx";
CREATE INDEX "messages_authorId_roomId_idx" ON "messages"("authorId", "roomId");

-- Whoever has left a public room may go on reading it.
CREATE OR REPLACE FUNCTION "notify_member_gone"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "rooms" WHERE "id" = OLD."roomId" AND "kind" = 'public') THEN
    PERFORM pg_notify('hubbub_member', OLD."roomId"::text || ' ' || OLD."userId"::text);
  END IF;
  RETURN NULL;
END
$$;

-- Every node hears that a room may be public no longer, whoever changed it, and looks at who follows it.
CREATE FUNCTION "notify_room_closed"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hubbub_member', OLD."id"::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER "room_closed" AFTER DELETE ON "rooms"
FOR EACH ROW WHEN (OLD."kind" = 'public') EXECUTE FUNCTION "notify_room_closed"();
CREATE TRIGGER "room_changed" AFTER UPDATE OF "kind" ON "rooms"
FOR EACH ROW WHEN (OLD."kind" = 'public' AND NEW."kind" <> 'public') EXECUTE FUNCTION "notify_room_closed"();
