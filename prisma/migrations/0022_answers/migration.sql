-- The table holds what was answered, not what was asked.
ALTER TABLE "commands" RENAME TO "answers";
ALTER TABLE "answers" RENAME CONSTRAINT "commands_pkey" TO "answers_pkey";
ALTER TABLE "answers" RENAME CONSTRAINT "commands_actorId_fkey" TO "answers_actorId_fkey";
ALTER INDEX "commands_createdAt_idx" RENAME TO "answers_createdAt_idx";
