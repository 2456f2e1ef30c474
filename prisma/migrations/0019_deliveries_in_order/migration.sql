-- Replies of a conversation go out in the order of their commits, not of a clock: they are counted while the conversation
-- is locked.
-- Nothing of this is to be told to anybody.
SELECT set_config('hubbub.node', 'migration', true);
CREATE SEQUENCE "deliveries_place_seq" AS BIGINT;
ALTER TABLE "deliveries" ADD COLUMN "place" BIGINT;
UPDATE "deliveries" SET "place" = "counted"."place"
FROM (SELECT "id", row_number() OVER (ORDER BY "id") AS "place" FROM "deliveries") AS "counted"
WHERE "counted"."id" = "deliveries"."id";
SELECT setval('deliveries_place_seq', coalesce(max("place"), 0) + 1, false) FROM "deliveries";
ALTER TABLE "deliveries" ALTER COLUMN "place" SET NOT NULL, ALTER COLUMN "place" SET DEFAULT nextval('deliveries_place_seq');
ALTER SEQUENCE "deliveries_place_seq" OWNED BY "deliveries"."place";
CREATE INDEX "deliveries_conversationId_place_idx" ON "deliveries"("conversationId", "place");
DROP INDEX "deliveries_conversationId_id_idx";
