import pg from 'pg'
import type { Letter, Stored } from './evidence.ts'

/** What the database itself holds of a queue: its queued messages by seq, and its dead letters. */
export async function readQueue(
  databaseUrl: string,
  queue: string,
): Promise<{ readonly stored: Stored[]; readonly letters: Letter[] }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const messages = await client.query<Stored & { seq: string }>(
      `SELECT seq, message.id, event, key FROM message JOIN queue ON queue.id = message.queue_id
       WHERE queue.name = $1 AND ord = 0 ORDER BY seq`,
      [queue],
    )
    const letters = await client.query<Letter & { seq: string }>(
      'SELECT subscription, seq, reason FROM dead_letter WHERE queue = $1 ORDER BY seq',
      [queue],
    )
    return { stored: messages.rows.map(withNumber), letters: letters.rows.map(withNumber) }
  } finally {
    await client.end()
  }
}

/** Postgres answers a bigint as text. */
const withNumber = <Row extends { seq: string }>(row: Row) => ({ ...row, seq: Number(row.seq) })
