import { createDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { Peers } from './peer.ts'

/** One server on a database of its own, for all tests of a file, and whoever connects to it. */
export interface OneServer {
  readonly server: TestServer
  readonly peers: Peers
  /** Ends the server, then drops its database. */
  end(): Promise<void>
}

export async function startOne(): Promise<OneServer> {
  const database = await createDatabase()
  const server = await TestServer.start({ env: { DATABASE_URL: database.url } })
  const end = async () => {
    await server.dispose()
    await database.drop()
  }
  return { server, peers: new Peers(server), end }
}
