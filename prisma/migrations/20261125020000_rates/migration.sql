-- CreateTable
CREATE TABLE "rate" (
    "queue_id" INTEGER NOT NULL,
    "minutes" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "published" BIGINT NOT NULL,
    "published_realtime" BIGINT NOT NULL,
    "delivered" BIGINT NOT NULL,
    "delivered_realtime" BIGINT NOT NULL,
    "acked" BIGINT NOT NULL,
    "missed" BIGINT NOT NULL,
    "waiting" BIGINT NOT NULL,

    CONSTRAINT "rate_pkey" PRIMARY KEY ("queue_id","at","minutes")
);

-- CreateIndex
CREATE INDEX "rate_minutes_at_idx" ON "rate"("minutes", "at");
