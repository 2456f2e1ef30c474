-- What is due next is looked for inbox by inbox, so that a slow webhook does not keep the others waiting.
CREATE INDEX "deliveries_inboxId_dueAt_idx" ON "deliveries"("inboxId", "dueAt");
DROP INDEX "deliveries_inboxId_idx";
