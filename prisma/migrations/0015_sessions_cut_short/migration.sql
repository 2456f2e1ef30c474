-- A session that somebody cuts short has no row that goes: every node looks which ones have run out, and until when the others last.
CREATE FUNCTION "notify_session_cut_short"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hubbub_session', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER "session_cut_short" AFTER UPDATE OF "expiresAt" ON "sessions"
FOR EACH ROW WHEN (NEW."expiresAt" < OLD."expiresAt") EXECUTE FUNCTION "notify_session_cut_short"();
