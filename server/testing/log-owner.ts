/**
 * A process that owns a log, for tests that stop or kill it: `node --import tsx log-owner.ts <url>`. It says `owned`,
 * then answers each line of its input by appending the message of that seq: `written` or the error's name.
 */
import { createInterface } from 'node:readline'
import { PostgresLog } from '../store/postgres-log.ts'
import { commitOf, messages } from './log-samples.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const log = new PostgresLog({ url: process.argv[2] ?? '' })
await log.acquire(() => say('lost'))
say('owned')
for await (const line of createInterface({ input: process.stdin })) {
  const seq = Number(line)
  await log.append(commitOf({ messages: messages(seq, seq) })).then(
    () => say('written'),
    (error) => say(error.name),
  )
}
