import type { CommitTimes } from '../commit/times.ts'
import { openDatabase, readerSettings } from '../database/connect.ts'
import { isTimeout, storageError } from '../database/faults.ts'
import { findScheduled } from '../read/schedule.ts'
import { countActivity, listActivity } from './activity.ts'
import { deadLetterReasons, deadLetterSeqs, deadLettersOf, listDeadLetters } from './dead-letters.ts'
import { messageBySeq, messagesById } from './find-messages.ts'
import { listMessages } from './list-messages.ts'
import { newerOfKeys } from './newer.ts'
import { listRates } from './rates.ts'
import { listScheduled } from './scheduled.ts'
import { storageFigures } from './storage-figures.ts'
import { QueryTimeoutError, type StoreReader } from './types.ts'

export interface StoreReaderOptions {
  readonly url: string
  /** Of the log that writes; the figures come from there. */
  readonly commitTimes: CommitTimes
  /** Of the embedded Postgres; `null` for a database of one's own. */
  readonly dataDir: string | null
  /** Called at each answer of the database, before it is used. */
  readonly answered?: () => void
}

/** At most so many questions of people at once; the rest wait for their turn. */
const readerConnections = 4

/** Opens the reads for people. Every one throws QueryTimeoutError after 5 s, StorageError when the database is away. */
export function openStoreReader(options: StoreReaderOptions): StoreReader & { close(): Promise<void> } {
  const database = openDatabase(options.url, {
    name: 'reader',
    connections: readerConnections,
    settings: readerSettings,
  })
  const { prisma } = database
  const answer = <T>(question: Promise<T>) => answerOf(question, options.answered)
  return {
    listMessages: (request) => answer(listMessages(prisma, request)),
    messageBySeq: (queueId, queue, seq) => answer(messageBySeq(prisma, queueId, queue, seq)),
    messagesById: (queueId, queue, id, limit) => answer(messagesById(prisma, queueId, queue, id, limit)),
    deadLettersOf: (queueId, seqs) => answer(deadLettersOf(prisma, queueId, seqs)),
    deadLetterSeqs: (question) => answer(deadLetterSeqs(prisma, question)),
    listDeadLetters: (filter, limit, after) => answer(listDeadLetters(prisma, filter, limit, after)),
    deadLetterReasons: (filter, recentFrom) => answer(deadLetterReasons(prisma, filter, recentFrom)),
    newerOfKeys: (question) => answer(newerOfKeys(prisma, question)),
    listScheduled: (queueId, queue, filter, limit, after) =>
      answer(listScheduled(prisma, { id: queueId, name: queue }, filter, limit, after)),
    scheduledById: (queueId, queue, id) => answer(findScheduled(prisma, queueId, queue, id)),
    listActivity: (filter, limit, after) => answer(listActivity(prisma, filter, limit, after)),
    countActivity: () => answer(countActivity(prisma)),
    listRates: (queueId, from) => answer(listRates(prisma, queueId, from)),
    storageFigures: () => answer(storageFigures(prisma, options.commitTimes, options.dataDir)),
    close: () => database.close(),
  }
}

async function answerOf<T>(question: Promise<T>, answered?: () => void): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (isTimeout(error))
      throw new QueryTimeoutError('The query took longer than 5 s: narrow the filter.', { cause: error })
    throw storageError(error)
  } finally {
    answered?.()
  }
}
