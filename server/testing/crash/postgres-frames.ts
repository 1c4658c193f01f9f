/** One message of Postgres's protocol, as it came. `type` is its letter; '' for the first, which has none. */
export interface Frame {
  readonly type: string
  readonly bytes: Buffer
}

/** Cuts a stream into messages: a letter, then a length of 4 bytes that counts itself. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)
  /** A client's first message has no letter. */
  #first: boolean
  readonly #take: (frame: Frame) => void

  constructor(fromClient: boolean, take: (frame: Frame) => void) {
    this.#first = fromClient
    this.#take = take
  }

  push(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (let frame = this.#next(); frame !== null; frame = this.#next()) this.#take(frame)
  }

  #next(): Frame | null {
    const head = this.#first ? 0 : 1
    if (this.#rest.length < head + 4) return null
    const end = head + this.#rest.readInt32BE(head)
    if (this.#rest.length < end) return null
    const bytes = this.#rest.subarray(0, end)
    this.#rest = this.#rest.subarray(end)
    const type = this.#first ? '' : String.fromCharCode(bytes[0] ?? 0)
    this.#first = false
    return { type, bytes }
  }
}

/** The first texts of a message: each ends with a zero byte. */
export function textsOf(bytes: Buffer, count: number): string[] {
  const texts: string[] = []
  let from = 5
  while (texts.length < count) {
    const end = bytes.indexOf(0, from)
    if (end < 0) break
    texts.push(bytes.toString('utf8', from, end))
    from = end + 1
  }
  return texts
}
