-- Changes that somebody else than the app makes (Prisma Studio, psql) are noted, and a node makes events of
-- them. The app's own connections are named 'hubbub' and are not noted: it writes its events itself.
CREATE TABLE "outside_changes" (
    "id" BIGSERIAL NOT NULL,
    "noun" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "subject" UUID,
    "postId" UUID,

    CONSTRAINT "outside_changes_pkey" PRIMARY KEY ("id")
);

CREATE FUNCTION "note_outside_change"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  INSERT INTO "outside_changes" ("noun", "verb", "subject", "postId")
  VALUES (
    TG_TABLE_NAME,
    TG_OP,
    (changed ->> 'id')::uuid,
    (CASE WHEN TG_TABLE_NAME = 'posts' THEN changed ->> 'id' ELSE changed ->> 'postId' END)::uuid
  );
  PERFORM pg_notify('hubbub_outside', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER "outside_change" AFTER INSERT OR UPDATE OR DELETE ON "posts"
FOR EACH ROW WHEN (current_setting('application_name') <> 'hubbub')
EXECUTE FUNCTION "note_outside_change"();

CREATE TRIGGER "outside_change" AFTER INSERT OR UPDATE OR DELETE ON "comments"
FOR EACH ROW WHEN (current_setting('application_name') <> 'hubbub')
EXECUTE FUNCTION "note_outside_change"();

CREATE TRIGGER "outside_change" AFTER INSERT OR DELETE ON "likes"
FOR EACH ROW WHEN (current_setting('application_name') <> 'hubbub')
EXECUTE FUNCTION "note_outside_change"();

CREATE TRIGGER "outside_change" AFTER UPDATE ON "users"
FOR EACH ROW WHEN (current_setting('application_name') <> 'hubbub')
EXECUTE FUNCTION "note_outside_change"();
