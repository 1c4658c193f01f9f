-- Who did what, and jobs that can be called off before they begin. What an older version wrote stands as the broker's own.

-- AlterTable
ALTER TABLE "activity" ADD COLUMN     "by_address" TEXT,
ADD COLUMN     "by_kind" TEXT NOT NULL DEFAULT 'broker',
ADD COLUMN     "by_name" TEXT,
ADD COLUMN     "job" TEXT;

-- AlterTable
ALTER TABLE "job" ADD COLUMN     "by" TEXT,
ADD COLUMN     "starts_at" TIMESTAMPTZ(6);
