/** One of two commits: its server, and a client process with its SDK. Does a task at a time, as the parent asks. */
import { TestServer } from '../../server/testing/server.ts'
import type { Job } from '../client.ts'
import { ClientProcess } from '../processes.ts'

export type SideJob = Pick<Job, 'task' | 'queue' | 'load'> | 'stop'
export type SideAnswer = { readonly rate: number } | { readonly error: string } | 'ready'

const server = await TestServer.start({ env: { LOG_LEVEL: 'info' } })
const client = new ClientProcess()
const say = (answer: SideAnswer): void => {
  process.send?.(answer)
}

async function stop(): Promise<void> {
  client.stop()
  await server.stop()
  await server.dispose()
  process.exit()
}

process.on('message', async (job: SideJob) => {
  if (job === 'stop') return stop()
  try {
    say({ rate: await client.rate({ ...job, url: server.url }) })
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) })
  }
})
process.once('disconnect', stop)
say('ready')
