/** The processes that take part, each started as TypeScript, each a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Answer, Job } from './client.ts'

function start(file: string): ChildProcess {
  return fork(new URL(file, import.meta.url), { execArgv: ['--import', 'tsx'] })
}

/** No task takes so long, however slow the machine. */
const PATIENCE_MS = 300_000

/** The bare Socket.IO server. */
export async function startRawServer(): Promise<{ url: string; pid: number; stop: () => void }> {
  const child = start('./raw-server.ts')
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill() }
}

/** The client process. */
export class ClientProcess {
  readonly #child = start('./client.ts')

  async run(job: Job): Promise<number | number[]> {
    return (await this.#answer(job)).figure
  }

  async #answer(job: Job): Promise<Extract<Answer, { figure: unknown }>> {
    this.#child.send(job)
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const [answer]: Answer[] = await once(this.#child, 'message', { signal }).catch((cause: unknown) => {
      throw new Error(`${job.task} did not end within ${PATIENCE_MS / 1_000} s.`, { cause })
    })
    if (answer === undefined || 'error' in answer) throw new Error(`${job.task}: ${answer?.error ?? 'no answer'}`)
    return answer
  }

  /** One figure. */
  async rate(job: Job): Promise<number> {
    return (await this.cost(job)).rate
  }

  /** And the CPU time that it took the server, for a job that names its process. */
  async cost(job: Job): Promise<{ rate: number; cpuMs: number }> {
    const { figure, cpuMs } = await this.#answer(job)
    if (typeof figure !== 'number') throw new Error(`${job.task} measures a series.`)
    return { rate: figure, cpuMs }
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
