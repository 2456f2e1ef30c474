-- Whoever is asked to write a draft says yes first: until then they read it, and are named nowhere. Those who have
-- written already have said so by that.
ALTER TABLE "writers" ADD COLUMN "acceptedAt" TIMESTAMPTZ(3);

UPDATE "writers" SET "acceptedAt" = now() WHERE "role" = 'write' AND EXISTS (
  SELECT 1 FROM "draft_clients"
  WHERE "draft_clients"."draftId" = "writers"."draftId" AND "draft_clients"."owner" = 'user ' || "writers"."userId"
);
