-- Being asked into a room is a question: whoever is asked comes in when they say yes.
CREATE TABLE "invitations" (
    "roomId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "byId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("roomId", "userId")
);
CREATE INDEX "invitations_userId_createdAt_idx" ON "invitations"("userId", "createdAt" DESC);
CREATE INDEX "invitations_byId_idx" ON "invitations"("byId");
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_byId_fkey" FOREIGN KEY ("byId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

SELECT follow_external_changes('invitations', 'roomId', 'userId', 'byId');
