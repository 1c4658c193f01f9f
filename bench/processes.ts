/** The processes that take part, each started as TypeScript, each a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Answer, Job } from './client.ts'

function start(file: string): ChildProcess {
  return fork(new URL(file, import.meta.url), { execArgv: ['--import', 'tsx'] })
}

/** The bare Socket.IO server. */
export async function startRawServer(): Promise<{ url: string; stop: () => void }> {
  const child = start('./raw-server.ts')
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() }
}

/** The client process. */
export class ClientProcess {
  readonly #child = start('./client.ts')

  async run(job: Job): Promise<number | number[]> {
    this.#child.send(job)
    const [answer]: Answer[] = await once(this.#child, 'message')
    if (answer === undefined || 'error' in answer) throw new Error(`${job.task}: ${answer?.error ?? 'no answer'}`)
    return answer.figure
  }

  /** One figure. */
  async rate(job: Job): Promise<number> {
    const figure = await this.run(job)
    if (typeof figure !== 'number') throw new Error(`${job.task} measures a series.`)
    return figure
  }

  /** A series. */
  async series(job: Job): Promise<number[]> {
    const figure = await this.run(job)
    if (typeof figure === 'number') throw new Error(`${job.task} measures one figure.`)
    return figure
  }

  stop(): void {
    this.#child.kill()
  }
}
