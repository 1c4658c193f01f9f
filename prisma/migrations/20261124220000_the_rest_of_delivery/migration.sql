-- Delayed messages, jobs on dead letters, activity, and how many bytes each queue has stored. A database of the first
-- version has none of the first three; bytes are counted from what its log holds, and begin there.

-- AlterTable
ALTER TABLE "queue" ADD COLUMN     "freed_bytes" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "event_total" ADD COLUMN     "bytes" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "segment_range" ADD COLUMN     "through_bytes" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "skips" TEXT NOT NULL DEFAULT '[]',
ADD COLUMN     "aged" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "commit_mark" (
    "epoch" BIGINT NOT NULL,
    "mark" UUID NOT NULL,

    CONSTRAINT "commit_mark_pkey" PRIMARY KEY ("epoch")
) WITH (fillfactor = 40);

-- CreateTable
CREATE TABLE "retention" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "ages_from" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "retention_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "retention_is_one_row" CHECK ("id" = 1)
);

-- CreateTable
CREATE TABLE "scheduled" (
    "queue_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "place" BIGSERIAL NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "ttl_ms" BIGINT,
    "event" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "key" TEXT,
    "headers" TEXT,
    "published_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "bytes" INTEGER NOT NULL,
    "publisher" TEXT,
    "only_for" TEXT,

    CONSTRAINT "scheduled_pkey" PRIMARY KEY ("queue_id","id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "per_second" INTEGER,
    "try_first" INTEGER,
    "total" BIGINT NOT NULL,
    "done" BIGINT NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "queue" TEXT,
    "subscription" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dead_letter_queue_dead_at_subscription_id_seq_idx" ON "dead_letter"("queue", "dead_at", "subscription_id", "seq");

-- CreateIndex
CREATE INDEX "dead_letter_queue_subscription_seq_idx" ON "dead_letter"("queue", "subscription", "seq");

-- CreateIndex
CREATE INDEX "scheduled_due_at_place_idx" ON "scheduled"("due_at", "place");

-- CreateIndex
CREATE INDEX "scheduled_published_at_idx" ON "scheduled"("published_at");

-- CreateIndex
CREATE INDEX "job_ended_at_idx" ON "job"("ended_at");

-- CreateIndex
CREATE INDEX "activity_at_id_idx" ON "activity"("at", "id");

-- Totals of one queue are counted up to the newest saving of any of them; the server counts what came later.
UPDATE "event_total" t SET "bytes" = b."bytes"
FROM (
    SELECT m."queue_id", m."event", sum(m."bytes") AS "bytes"
    FROM "message" m
    JOIN (SELECT "queue_id", max("through_seq") AS "through_seq" FROM "event_total" GROUP BY "queue_id") s
        ON s."queue_id" = m."queue_id" AND m."seq" <= s."through_seq"
    WHERE m."ord" = 0
    GROUP BY m."queue_id", m."event"
) b
WHERE b."queue_id" = t."queue_id" AND b."event" = t."event";

UPDATE "segment_range" r SET "through_bytes" = b."through_bytes"
FROM (
    SELECT "segment", "queue_id", sum(sum("bytes")) OVER (PARTITION BY "queue_id" ORDER BY "segment") AS "through_bytes"
    FROM "message" WHERE "ord" = 0
    GROUP BY "segment", "queue_id"
) b
WHERE b."segment" = r."segment" AND b."queue_id" = r."queue_id";
