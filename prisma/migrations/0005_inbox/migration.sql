-- Shared inboxes: a team answers people outside as one. An inbox and each of its conversations are rooms; what
-- somebody outside says has no author among the users.

ALTER TABLE "rooms" DROP CONSTRAINT "rooms_kind";
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_kind"
  CHECK ("kind" IN ('public', 'private', 'direct', 'inbox', 'conversation'));

ALTER TABLE "messages" ALTER COLUMN "authorId" DROP NOT NULL;
ALTER TABLE "messages" ADD COLUMN "outsideName" TEXT;
ALTER TABLE "messages" ADD COLUMN "outsideRef" TEXT;
ALTER TABLE "messages" ADD CONSTRAINT "messages_speaker" CHECK (("authorId" IS NULL) = ("outsideName" IS NOT NULL));

CREATE TABLE "inboxes" (
    "roomId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "isOpen" BOOLEAN NOT NULL DEFAULT true,
    "webhookUrl" TEXT,
    "webhookSecret" TEXT NOT NULL,

    CONSTRAINT "inboxes_pkey" PRIMARY KEY ("roomId")
);

CREATE TABLE "conversations" (
    "roomId" UUID NOT NULL,
    "inboxId" UUID NOT NULL,
    "address" TEXT,
    "pageRef" TEXT,
    "visitId" UUID,
    "assigneeId" UUID,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("roomId")
);

CREATE TABLE "deliveries" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "inboxId" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "problem" TEXT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "messages_roomId_outsideRef_key" ON "messages"("roomId", "outsideRef");
CREATE UNIQUE INDEX "conversations_visitId_key" ON "conversations"("visitId");
CREATE UNIQUE INDEX "conversations_inboxId_address_key" ON "conversations"("inboxId", "address");
CREATE UNIQUE INDEX "conversations_inboxId_pageRef_key" ON "conversations"("inboxId", "pageRef");
CREATE INDEX "conversations_inboxId_roomId_idx" ON "conversations"("inboxId", "roomId" DESC);
CREATE INDEX "conversations_assigneeId_idx" ON "conversations"("assigneeId");
CREATE INDEX "deliveries_inboxId_idx" ON "deliveries"("inboxId");
CREATE INDEX "deliveries_conversationId_id_idx" ON "deliveries"("conversationId", "id");
CREATE INDEX "deliveries_dueAt_idx" ON "deliveries"("dueAt");

ALTER TABLE "inboxes" ADD CONSTRAINT "inboxes_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_inboxId_fkey" FOREIGN KEY ("inboxId") REFERENCES "inboxes"("roomId") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_assigneeId_fkey" FOREIGN KEY ("assigneeId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_inboxId_fkey" FOREIGN KEY ("inboxId") REFERENCES "inboxes"("roomId") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "conversations"("roomId") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every node hears that a visitor's link is withdrawn, and ends what was followed by it.
CREATE FUNCTION "notify_visit_ended"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."visitId" IS NOT NULL AND (TG_OP = 'DELETE' OR NEW."visitId" IS DISTINCT FROM OLD."visitId") THEN
    PERFORM pg_notify('hubbub_visit', OLD."visitId"::text);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "visit_ended" AFTER UPDATE OF "visitId" OR DELETE ON "conversations"
FOR EACH ROW EXECUTE FUNCTION "notify_visit_ended"();

-- Wakes the nodes: something is to be handed over.
CREATE FUNCTION "notify_delivery"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hubbub_delivery', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER "delivery_due" AFTER INSERT ON "deliveries"
FOR EACH STATEMENT EXECUTE FUNCTION "notify_delivery"();
