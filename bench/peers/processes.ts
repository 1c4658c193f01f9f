import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { PeerJob } from './client.ts'
import { program } from './servers/start.ts'

/** Two libraries need Node 22: npm has Node as a package, and a client process of theirs runs on that. */
export const NODE_22 = program(fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url)))

/** Nothing takes so long: the work of each step is cut so that it takes a fraction of it. */
const PATIENCE_MS = 300_000

/** A client process of one peer. */
export class PeerProcess {
  readonly #child: ChildProcess
  readonly #peer: Pick<PeerJob, 'client' | 'url'>

  constructor(peer: Pick<PeerJob, 'client' | 'url'>, node: string | undefined) {
    this.#peer = peer
    const execPath = node === undefined ? {} : { execPath: node }
    this.#child = fork(new URL('./client.ts', import.meta.url), { execArgv: ['--import', 'tsx'], ...execPath })
  }

  async run(job: Pick<PeerJob, 'task' | 'queue' | 'load'>): Promise<number | number[]> {
    this.#child.send({ ...this.#peer, ...job } satisfies PeerJob)
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const [answer]: ({ figure: number | number[] } | { error: string })[] = await once(this.#child, 'message', {
      signal,
    }).catch((cause: unknown) => {
      throw new Error(`${this.#peer.client}, ${job.task}: no end within ${PATIENCE_MS / 1_000} s`, { cause })
    })
    if (answer === undefined || 'error' in answer)
      throw new Error(`${this.#peer.client}, ${job.task}: ${answer?.error ?? 'no answer'}`)
    return answer.figure
  }

  stop(): void {
    this.#child.kill()
  }
}
