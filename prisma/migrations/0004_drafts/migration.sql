-- Drafts that several people write, what they typed, the versions that were kept, and the people of a post; and the
-- notice that somebody's right to a draft may have changed.

CREATE TABLE "drafts" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "title" TEXT NOT NULL DEFAULT '',
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readKey" TEXT,
    "writeKey" TEXT,
    "postId" UUID,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "writers" (
    "draftId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "writers_pkey" PRIMARY KEY ("draftId", "userId"),
    CONSTRAINT "writers_role" CHECK ("role" IN ('read', 'write'))
);

CREATE TABLE "draft_updates" (
    "id" BIGSERIAL NOT NULL,
    "draftId" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,
    "userId" UUID,

    CONSTRAINT "draft_updates_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "versions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "draftId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "userId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "versions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "coauthors" (
    "postId" UUID NOT NULL,
    "userId" UUID NOT NULL,

    CONSTRAINT "coauthors_pkey" PRIMARY KEY ("postId", "userId")
);

CREATE UNIQUE INDEX "drafts_postId_key" ON "drafts"("postId");
CREATE INDEX "drafts_createdById_idx" ON "drafts"("createdById");
CREATE INDEX "writers_userId_idx" ON "writers"("userId");
CREATE INDEX "draft_updates_draftId_id_idx" ON "draft_updates"("draftId", "id");
CREATE INDEX "draft_updates_userId_idx" ON "draft_updates"("userId");
CREATE INDEX "versions_draftId_id_idx" ON "versions"("draftId", "id" DESC);
CREATE INDEX "versions_userId_idx" ON "versions"("userId");
CREATE INDEX "coauthors_userId_idx" ON "coauthors"("userId");

ALTER TABLE "drafts" ADD CONSTRAINT "drafts_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_postId_fkey" FOREIGN KEY ("postId") REFERENCES "posts"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "writers" ADD CONSTRAINT "writers_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "drafts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "writers" ADD CONSTRAINT "writers_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "draft_updates" ADD CONSTRAINT "draft_updates_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "drafts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "draft_updates" ADD CONSTRAINT "draft_updates_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "versions" ADD CONSTRAINT "versions_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "drafts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "versions" ADD CONSTRAINT "versions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "coauthors" ADD CONSTRAINT "coauthors_postId_fkey" FOREIGN KEY ("postId") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "coauthors" ADD CONSTRAINT "coauthors_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every node hears of it, whoever changed the row, and looks again at who is connected.
CREATE FUNCTION "notify_draft_rights"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hubbub_draft_rights',
    CASE WHEN TG_TABLE_NAME = 'drafts' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(OLD) ->> 'draftId' END);
  RETURN NULL;
END
$$;
CREATE TRIGGER "draft_rights" AFTER UPDATE OR DELETE ON "writers"
FOR EACH ROW EXECUTE FUNCTION "notify_draft_rights"();
CREATE TRIGGER "draft_rights" AFTER DELETE OR UPDATE OF "readKey", "writeKey" ON "drafts"
FOR EACH ROW EXECUTE FUNCTION "notify_draft_rights"();
