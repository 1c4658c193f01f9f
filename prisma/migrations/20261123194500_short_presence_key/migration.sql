-- A key holds at most 2.7 KB; the names of the events that a client listens to can be 128 KB. The beginning says enough.

-- A stay that ended where it began, when its events changed in the same millisecond, covers nothing.
DELETE FROM "presence" WHERE ("to_seq", "to_ord", "to_at") = ("from_seq", "from_ord", "from_at");

-- AlterTable
ALTER TABLE "presence" DROP CONSTRAINT "presence_pkey",
ADD CONSTRAINT "presence_pkey" PRIMARY KEY ("queue_id", "client", "from_seq", "from_ord", "from_at");
