-- Dead letters by their reason: counted, and read in order, without a look at the letters. A row of an index holds 2,704
-- bytes, and a reason of 1,024 characters can have more: the longer ones, which are few, have an index without it.

-- CreateIndex
CREATE INDEX "dead_letter_reason_idx" ON "dead_letter"("queue", "subscription", "reason", "dead_at", "subscription_id", "seq")
WHERE octet_length("reason") <= 1024;

-- CreateIndex
CREATE INDEX "dead_letter_long_reason_idx" ON "dead_letter"("queue", "subscription", "dead_at", "subscription_id", "seq")
WHERE octet_length("reason") > 1024;
