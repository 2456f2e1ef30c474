-- An epoch begins right behind the last event that is there, not where the sequence of ids stands: after a restore that
-- may be ahead of the events (PostgreSQL writes it down 32 at a time), and places of lost events would be in no new epoch.
CREATE FUNCTION "begin_epoch"("lock" BIGINT, "name" TEXT) RETURNS BIGINT
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  begun bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(lock);
  -- A statement of its own: it sees what was committed while this one waited.
  SELECT greatest(pruned, (SELECT max(id) FROM events), (SELECT max(first) FROM log_epochs)) + 1 INTO begun FROM log;
  INSERT INTO log_epochs (first, epoch) VALUES (begun, name);
  PERFORM setval('event_ids', greatest(begun, (SELECT last_value FROM event_ids)));
  RETURN begun;
END
$$;
