import { mkdirSync, readdirSync, rmdirSync, statSync, watch } from 'node:fs'
import path from 'node:path'

export interface FileChange {
  readonly event: 'add' | 'update' | 'delete'
  readonly payload: { readonly file: string; readonly bytes: number | null; readonly modifiedAt: string | null }
}

/** An editor writes a file in several steps: they count as one change when they come this close together. */
const settleMs = 60

/**
 * Watches the files of one folder, which is made where it is missing, and tells of each that is added, changed or
 * deleted. The system says only that something happened to a name; what it was is told from what was known before.
 */
export function watchFolder(folder: string, tell: (change: FileChange) => void): () => void {
  mkdirSync(folder, { recursive: true })
  const known = new Map(readdirSync(folder).map((file) => [file, stampOf(folder, file)]))
  const waiting = new Map<string, NodeJS.Timeout>()

  function look(file: string): void {
    waiting.delete(file)
    const before = known.get(file) ?? null
    const now = stampOf(folder, file)
    if (now) known.set(file, now)
    else known.delete(file)
    const event = eventOf(before, now)
    if (!event) return
    tell({ event, payload: { file, bytes: now?.bytes ?? null, modifiedAt: now?.modifiedAt ?? null } })
  }

  const watcher = watch(folder, (_, file) => {
    if (file === null || waiting.has(file)) return
    waiting.set(
      file,
      setTimeout(() => look(file), settleMs),
    )
  })
  return () => {
    watcher.close()
    for (const timer of waiting.values()) clearTimeout(timer)
  }
}

/** A file of yours in it keeps it. */
export function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder)
}

interface Stamp {
  readonly bytes: number
  readonly modifiedAt: string
}

/** `null` for what is gone, or is no file. */
function stampOf(folder: string, file: string): Stamp | null {
  const found = statSync(path.join(folder, file), { throwIfNoEntry: false })
  return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtime.toISOString() } : null
}

function eventOf(before: Stamp | null, now: Stamp | null): FileChange['event'] | null {
  if (before === null) return now && 'add'
  if (now === null) return 'delete'
  return before.bytes === now.bytes && before.modifiedAt === now.modifiedAt ? null : 'update'
}
