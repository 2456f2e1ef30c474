-- Who runs the site is a matter of the account, not of a handle that anybody may take.
ALTER TABLE "users" ADD COLUMN "role" TEXT;
ALTER TABLE "users" ADD CONSTRAINT "users_role_check" CHECK ("role" IN ('owner'));
CREATE UNIQUE INDEX "users_owner_key" ON "users"("role") WHERE "role" = 'owner';
