import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Line, Lines } from '../totals.ts'
import { countTail } from './tail.ts'

/** What was published to each queue, as it was saved. */
export interface LoadedLines {
  readonly lines: Map<number, Map<string, Line>>
  /** By queue, the newest seq that a saving has counted. */
  readonly through: Map<number, number>
  /** By queue and line, the messages that no saving has counted. */
  readonly unsaved: Map<number, Map<string, number>>
}

export async function loadLines(tx: Prisma.TransactionClient): Promise<LoadedLines> {
  const loaded: LoadedLines = { lines: new Map(), through: new Map(), unsaved: new Map() }
  for (const { queueId, event, total, bytes, throughSeq } of await tx.eventTotal.findMany()) {
    add(loaded, queueId, event, { total: Number(total), bytes: Number(bytes) })
    loaded.through.set(queueId, Math.max(loaded.through.get(queueId) ?? 0, Number(throughSeq)))
  }
  return loaded
}

/** Totals of one queue are saved together: what lies above the newest saving is in none of them. */
export async function addTail(
  tx: Prisma.TransactionClient,
  loaded: LoadedLines,
  queueIds: readonly number[],
): Promise<void> {
  const saved = queueIds.map((id) => [id, loaded.through.get(id) ?? 0] as const)
  for (const { queueId, line, ...more } of await countTail(tx, saved)) {
    add(loaded, queueId, line, more)
    const unsaved = loaded.unsaved.get(queueId) ?? new Map<string, number>()
    loaded.unsaved.set(queueId, unsaved.set(line, more.total))
  }
}

export function totalsOf(lines: Lines): Map<string, number> {
  return new Map([...lines].map(([name, { total }]) => [name, total]))
}

function add({ lines }: LoadedLines, queueId: number, name: string, more: Line): void {
  const queue = lines.get(queueId) ?? new Map<string, Line>()
  const { total, bytes } = queue.get(name) ?? { total: 0, bytes: 0 }
  queue.set(name, { total: total + more.total, bytes: bytes + more.bytes })
  lines.set(queueId, queue)
}
