import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export type LogLine = Readonly<Record<string, unknown>>

/** A line that is no JSON is kept as `{ msg }`. */
function parse(text: string): LogLine {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // What a library printed by itself.
  }
  return { msg: text }
}

/** What a process has logged, and a way to wait for a line instead of for a time. */
export class LogLines {
  readonly all: LogLine[] = []
  readonly #listeners = new Set<(line: LogLine) => void>()

  /** Takes every line of a stream from now on. */
  read(stream: Readable | null): void {
    if (stream) createInterface({ input: stream }).on('line', (text) => this.#add(parse(text)))
  }

  /** Calls back for each line from now on. Returns its end. */
  on(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The first line from now on that fits. */
  next(fits: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((resolve) => {
      const end = this.on((line) => {
        if (!fits(line)) return
        end()
        resolve(line)
      })
    })
  }

  toString(): string {
    return this.all.map((line) => JSON.stringify(line)).join('\n')
  }

  #add(line: LogLine): void {
    this.all.push(line)
    for (const listener of [...this.#listeners]) listener(line)
  }
}
