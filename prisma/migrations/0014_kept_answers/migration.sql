-- Kept answers had the words, names and keys of what they answered in them, and kept those after a deletion. From now
-- on they name what they showed, and a fingerprint tells one command from another.
ALTER TABLE "commands" ADD COLUMN "print" TEXT, ADD COLUMN "eventId" BIGINT;

UPDATE "commands" SET "answer" = CASE
  WHEN "answer" ->> 'type' = 'error' THEN json_build_object('refusal', json_build_object(
    'code', "answer" ->> 'code', 'message', "answer" ->> 'message'
  ))
  ELSE json_build_object('names', json_strip_nulls(json_build_object(
    'postId', coalesce("answer" #>> '{result,postId}', "answer" #>> '{result,post,id}'),
    'commentId', coalesce("answer" #>> '{result,commentId}', "answer" #>> '{result,comment,id}'),
    'messageId', coalesce("answer" #>> '{result,messageId}', "answer" #>> '{result,message,id}'),
    'roomId', coalesce(
      "answer" #>> '{result,roomId}', "answer" #>> '{result,leftRoomId}', "answer" #>> '{result,own,room,id}',
      "answer" #>> '{result,room,id}', "answer" #>> '{result,settings,roomId}'
    ),
    'userId', coalesce("answer" #>> '{result,userId}', "answer" #>> '{result,user,id}'),
    'draftId', "answer" #>> '{result,draftId}',
    'versionId', "answer" #>> '{result,versionId}',
    'changed', "answer" #> '{result,changed}'
  )))
END;

ALTER TABLE "commands" RENAME COLUMN "answer" TO "kept";
