import type { Manager } from 'socket.io-client'

/** The addresses of brokers that stand in for each other, and the one whose turn it is. */
export class Addresses {
  readonly #urls: readonly string[]
  #at = 0

  constructor(urls: string | readonly string[]) {
    this.#urls = typeof urls === 'string' ? [urls] : urls
    if (this.#urls.length === 0) throw new TypeError('connect needs the URL of a broker, or several.')
  }

  /** Whether there is another one to go to. */
  get several(): boolean {
    return this.#urls.length > 1
  }

  get current(): string {
    return this.#urls[this.#at % this.#urls.length] ?? ''
  }

  /** The manager's next try goes to the next address; after the last comes the first. */
  turn(manager: Manager): void {
    this.#at += 1
    setAddress(manager, this.current)
  }
}

/** Socket.IO reads a manager's `uri` anew for each connection, but calls it private; its version is pinned. */
function setAddress(manager: Manager, url: string): void {
  Reflect.set(manager, 'uri', url)
}
