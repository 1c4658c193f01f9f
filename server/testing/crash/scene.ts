import type { Socket } from 'socket.io-client'
import { readQueue } from '../ledger/read.ts'
import type { TestServer } from '../server.ts'
import { Consumer, Publisher, queue, subscription } from './clients.ts'
import { Ledger } from './ledger.ts'

/** One server with a publisher, a consumer, and the ledger that both write. */
export class Scene {
  readonly server: TestServer
  readonly ledger = new Ledger(subscription)
  readonly publisher: Publisher
  readonly consumer: Consumer

  /** `standby`: another one on the same database, whose address the clients know too. */
  constructor(server: TestServer, standby?: TestServer) {
    const urls = standby ? [server.url, standby.url] : [server.url]
    this.server = server
    this.publisher = new Publisher(urls, this.ledger)
    this.consumer = new Consumer(urls, this.ledger)
  }

  /** Kills the server, and resolves when the clients have read the last that it sent: then the ledger is complete. */
  async kill(): Promise<void> {
    const cut = [this.publisher, this.consumer].map(({ socket }) => disconnected(socket))
    await Promise.all([this.server.kill(), ...cut])
  }

  /** Everything that was confirmed has been handed over: then what is broken is broken for good. */
  async settled(): Promise<void> {
    this.consumer.acks = true
    await this.publisher.quiet()
    await this.ledger.untilAllSeen()
  }

  /** Every broken promise, with what Postgres itself holds as the judge. */
  async faults(databaseUrl: string): Promise<string[]> {
    return this.ledger.faults((await readQueue(databaseUrl, queue)).stored)
  }

  async dispose(): Promise<void> {
    this.publisher.socket.disconnect()
    this.consumer.socket.disconnect()
    await this.server.dispose()
  }
}

/** The client has read the last that the server sent. */
export const disconnected = (socket: Socket) =>
  new Promise<void>((resolve) => socket.once('disconnect', () => resolve()))
