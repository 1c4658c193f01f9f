-- The whole database of a broker. Beyond what Prisma writes by itself: the log is partitioned, its partitions live in a
-- schema that Prisma does not look at, rows that are updated in place have room for it, and the lease is one row.

CREATE SCHEMA IF NOT EXISTS "holdline_segment";

-- CreateTable
CREATE TABLE "lease" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "owner" TEXT,
    "backend_pid" INTEGER,
    "heartbeat_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "lease_is_one_row" CHECK ("id" = 1)
) WITH (fillfactor = 10);

-- CreateTable
CREATE TABLE "queue" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "delivery" TEXT,
    "ack_deadline_ms" INTEGER,
    "max_failures" INTEGER,
    "retention_ms" BIGINT,
    "max_bytes" BIGINT,
    "paused_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "first_seq" BIGINT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "last_ord" INTEGER NOT NULL,

    CONSTRAINT "queue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deleted_queue" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deleted_queue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deleted_subscription" (
    "id" INTEGER NOT NULL,
    "deleted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deleted_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_total" (
    "queue_id" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "through_seq" BIGINT NOT NULL,

    CONSTRAINT "event_total_pkey" PRIMARY KEY ("queue_id","event")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "subscription" (
    "id" INTEGER NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "events" TEXT[],
    "ack_deadline_ms" INTEGER,
    "exclusive" BOOLEAN NOT NULL,
    "ordered" BOOLEAN NOT NULL,
    "start_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_state" (
    "subscription_id" INTEGER NOT NULL,
    "upto" BIGINT NOT NULL,
    "open" TEXT NOT NULL,
    "matched" BIGINT NOT NULL,
    "acked" BIGINT NOT NULL,
    "dead" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "subscription_state_pkey" PRIMARY KEY ("subscription_id")
) WITH (fillfactor = 40);

-- CreateTable
CREATE TABLE "message" (
    "segment" INTEGER NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "ord" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "key" TEXT,
    "headers" TEXT,
    "published_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "bytes" INTEGER NOT NULL,
    "publisher" TEXT,
    "only_for" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("queue_id","seq","ord","segment")
) PARTITION BY LIST ("segment");

-- CreateTable
CREATE TABLE "segment" (
    "id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(6),
    "sealed_at" TIMESTAMPTZ(6),

    CONSTRAINT "segment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "segment_range" (
    "segment" INTEGER NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "first_seq" BIGINT NOT NULL,
    "last_seq" BIGINT NOT NULL,

    CONSTRAINT "segment_range_pkey" PRIMARY KEY ("segment","queue_id")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "subscription_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "queue_id" INTEGER NOT NULL,
    "queue" TEXT NOT NULL,
    "subscription" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "key" TEXT,
    "headers" TEXT,
    "published_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "bytes" INTEGER NOT NULL,
    "publisher" TEXT,
    "only_for" TEXT,
    "reason" TEXT NOT NULL,
    "attempts" TEXT NOT NULL,
    "dead_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("subscription_id","seq")
);

-- CreateTable
CREATE TABLE "presence" (
    "queue_id" INTEGER NOT NULL,
    "client" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "from_seq" BIGINT NOT NULL,
    "from_ord" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_seq" BIGINT,
    "to_ord" INTEGER,
    "to_at" TIMESTAMPTZ(6),
    "left" BOOLEAN NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("queue_id","client","events","from_seq","from_ord","from_at")
);

-- CreateIndex
CREATE UNIQUE INDEX "queue_name_key" ON "queue"("name");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_queue_id_name_key" ON "subscription"("queue_id", "name");

-- CreateIndex
CREATE INDEX "dead_letter_queue_id_seq_idx" ON "dead_letter"("queue_id", "seq");

-- CreateIndex
CREATE INDEX "dead_letter_dead_at_subscription_id_seq_idx" ON "dead_letter"("dead_at", "subscription_id", "seq");

-- CreateIndex
CREATE INDEX "presence_to_at_idx" ON "presence"("to_at");

INSERT INTO "lease" ("id") VALUES (1);
