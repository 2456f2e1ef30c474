-- Whose each Yjs client of a draft is and how far its changes are kept, so that nobody writes in another's name and
-- no two nodes keep different words for the same place; when a draft became a post; and notice of that.

CREATE TABLE "draft_clients" (
    "draftId" UUID NOT NULL,
    "clientId" BIGINT NOT NULL,
    "owner" TEXT NOT NULL,
    "clock" BIGINT NOT NULL,

    CONSTRAINT "draft_clients_pkey" PRIMARY KEY ("draftId", "clientId")
);
ALTER TABLE "draft_clients" ADD CONSTRAINT "draft_clients_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "drafts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "drafts" ADD COLUMN "publishedAt" TIMESTAMPTZ(3);
ALTER TABLE "drafts" ADD COLUMN "publishedById" UUID;
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_publishedById_fkey" FOREIGN KEY ("publishedById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "drafts_publishedById_idx" ON "drafts"("publishedById");
UPDATE "drafts" SET "publishedAt" = posts."createdAt", "publishedById" = posts."authorId"
FROM "posts" WHERE posts."id" = "drafts"."postId";

-- Who has a draft open is told of its post, whoever changed or deleted it.
CREATE FUNCTION "notify_draft_post"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'drafts' THEN
    PERFORM pg_notify('hubbub_draft_post', NEW."id"::text);
  ELSE
    PERFORM pg_notify('hubbub_draft_post', "id"::text) FROM "drafts" WHERE "postId" = NEW."id";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "draft_post" AFTER UPDATE OF "postId", "publishedAt" ON "drafts"
FOR EACH ROW WHEN (OLD."postId" IS DISTINCT FROM NEW."postId" OR OLD."publishedAt" IS DISTINCT FROM NEW."publishedAt")
EXECUTE FUNCTION "notify_draft_post"();
CREATE TRIGGER "draft_post" AFTER UPDATE OF "body" ON "posts"
FOR EACH ROW WHEN (OLD."body" IS DISTINCT FROM NEW."body")
EXECUTE FUNCTION "notify_draft_post"();
