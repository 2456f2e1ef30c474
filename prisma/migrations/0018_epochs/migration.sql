-- Each start of a node begins an epoch of the log: a cursor names the epoch that its place was in. After a backup was
-- restored, places that were there before and are not now are in no epoch, however far the log has grown since.
CREATE TABLE "log_epochs" (
    "first" BIGINT NOT NULL,
    "epoch" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_epochs_pkey" PRIMARY KEY ("first")
);
INSERT INTO "log_epochs" ("first", "epoch") SELECT 0, "epoch" FROM "log";
ALTER TABLE "log" DROP COLUMN "epoch";
