-- Rooms, their members, messages and reactions; #general, which is there from the start; and the notice that
-- somebody is no longer a member.

CREATE TABLE "rooms" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "people" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rooms_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "rooms_kind" CHECK ("kind" IN ('public', 'private', 'direct'))
);

CREATE TABLE "members" (
    "roomId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readUpTo" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',

    CONSTRAINT "members_pkey" PRIMARY KEY ("roomId", "userId")
);

CREATE TABLE "messages" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "roomId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "replyToId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reactions" (
    "messageId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "emoji" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reactions_pkey" PRIMARY KEY ("messageId", "userId", "emoji")
);

CREATE UNIQUE INDEX "rooms_people_key" ON "rooms"("people");
CREATE INDEX "rooms_kind_name_idx" ON "rooms"("kind", "name");
CREATE INDEX "rooms_createdById_idx" ON "rooms"("createdById");
CREATE INDEX "members_userId_idx" ON "members"("userId");
CREATE INDEX "messages_roomId_id_idx" ON "messages"("roomId", "id" DESC);
CREATE INDEX "messages_authorId_idx" ON "messages"("authorId");
CREATE INDEX "messages_replyToId_idx" ON "messages"("replyToId");
CREATE INDEX "reactions_userId_idx" ON "reactions"("userId");
-- For the search in a room: words of any language, as they are written.
CREATE INDEX "messages_words_idx" ON "messages" USING gin (to_tsvector('simple', "body"));

ALTER TABLE "rooms" ADD CONSTRAINT "rooms_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "members" ADD CONSTRAINT "members_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "members" ADD CONSTRAINT "members_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_replyToId_fkey" FOREIGN KEY ("replyToId") REFERENCES "messages"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "rooms" ("kind", "name") VALUES ('public', 'general');

-- Every node hears that somebody is no longer a member, whoever deleted the row, and ends what they followed.
CREATE FUNCTION "notify_member_gone"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hubbub_member', OLD."roomId"::text || ' ' || OLD."userId"::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER "member_gone" AFTER DELETE ON "members"
FOR EACH ROW EXECUTE FUNCTION "notify_member_gone"();
