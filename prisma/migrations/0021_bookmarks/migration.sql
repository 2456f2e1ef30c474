-- Posts that somebody keeps for themselves, in the order in which they did.
CREATE TABLE "bookmarks" (
    "userId" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bookmarks_pkey" PRIMARY KEY ("userId", "postId")
);
CREATE INDEX "bookmarks_userId_createdAt_postId_idx" ON "bookmarks"("userId", "createdAt" DESC, "postId" DESC);
-- What refers to a post is looked for when the post is deleted.
CREATE INDEX "bookmarks_postId_idx" ON "bookmarks"("postId");
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_postId_fkey" FOREIGN KEY ("postId") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT follow_external_changes('bookmarks', 'userId', 'postId');
