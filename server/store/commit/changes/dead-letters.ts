import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, plainText, type Tx } from './rows.ts'

/** Once: the letter that is there stays. */
const putDeadLettersSql = `
INSERT INTO dead_letter (subscription_id, seq, queue_id, queue, subscription, id, event, payload, key, headers,
                         published_at, expires_at, bytes, publisher, only_for, reason, attempts, dead_at)
SELECT l.subscription_id, l.seq, l.queue_id, l.queue, l.subscription, l.id, l.event, l.payload, l.key, l.headers,
       to_timestamp(l.published_ms / 1000), to_timestamp(l.expires_ms / 1000), l.bytes, l.publisher, l.only_for,
       l.reason, l.attempts, to_timestamp(l.dead_ms / 1000)
FROM unnest($1::text::int[], $2::text::bigint[], $3::text::int[], $4::text::text[], $5::text::text[], $6::text::text[],
            $7::text::text[], $8::text::text[], $9::text::text[], $10::text::text[], $11::text::float8[],
            $12::text::float8[], $13::text::int[], $14::text::text[], $15::text::text[], $16::text::text[],
            $17::text::text[], $18::text::float8[])
  AS l (subscription_id, seq, queue_id, queue, subscription, id, event, payload, key, headers, published_ms,
        expires_ms, bytes, publisher, only_for, reason, attempts, dead_ms)
ON CONFLICT DO NOTHING`

export async function putDeadLetters(tx: Tx, changes: readonly ChangeOf<'putDeadLetter'>[]): Promise<void> {
  await tx.$executeRawUnsafe(
    putDeadLettersSql,
    plainColumn(changes, (row) => row.subscriptionId),
    plainColumn(changes, (row) => row.letter.seq),
    plainColumn(changes, (row) => row.queueId),
    textColumn(changes, (row) => row.letter.queue),
    textColumn(changes, (row) => row.letter.subscription),
    textColumn(changes, (row) => row.letter.message.id),
    textColumn(changes, (row) => row.letter.message.event),
    textColumn(changes, (row) => row.letter.message.payload),
    textColumn(changes, (row) => row.letter.message.key),
    textColumn(changes, (row) => row.letter.message.headers && JSON.stringify(row.letter.message.headers)),
    plainColumn(changes, (row) => row.letter.message.publishedAt),
    plainColumn(changes, (row) => row.letter.message.expiresAt),
    plainColumn(changes, (row) => row.letter.message.bytes),
    textColumn(changes, (row) => row.letter.message.publisher),
    textColumn(changes, (row) => row.letter.message.only),
    textColumn(changes, (row) => plainText(row.letter.reason)),
    textColumn(changes, (row) => JSON.stringify(row.letter.attempts)),
    plainColumn(changes, (row) => row.letter.deadAt),
  )
}

export async function deleteDeadLetters(tx: Tx, changes: readonly ChangeOf<'deleteDeadLetter'>[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `DELETE FROM dead_letter l USING unnest($1::text::int[], $2::text::bigint[]) AS d (subscription_id, seq)
     WHERE l.subscription_id = d.subscription_id AND l.seq = d.seq`,
    plainColumn(changes, (row) => row.subscriptionId),
    plainColumn(changes, (row) => row.seq),
  )
}
