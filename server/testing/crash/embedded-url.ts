import { EmbeddedPostgres } from '../../store/embedded/cluster.ts'
import type { TestServer } from '../server.ts'

/** Where the embedded Postgres of a running server answers: the same directory is taken over, not started again. */
export async function embeddedUrl({ dataDir }: TestServer): Promise<string> {
  const postgres = new EmbeddedPostgres({ dataDir })
  await postgres.start()
  return postgres.url()
}
