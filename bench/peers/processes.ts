import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ClientName, PeerJob } from './client.ts'
import { program } from './servers/start.ts'
import type { PeerTask } from './tasks.ts'

/** Two libraries need Node 22: npm has Node as a package, and a client process of theirs runs on that. */
export const NODE_22 = program(fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url)))

/** A client process of one peer. */
export class PeerProcess {
  readonly #child: ChildProcess
  readonly #client: ClientName
  readonly #url: string

  constructor(client: ClientName, url: string, node: string | undefined) {
    this.#client = client
    this.#url = url
    const execPath = node === undefined ? {} : { execPath: node }
    this.#child = fork(new URL('./client.ts', import.meta.url), { execArgv: ['--import', 'tsx'], ...execPath })
  }

  async run(task: PeerTask, queue: string): Promise<number | number[]> {
    const job: PeerJob = { client: this.#client, url: this.#url, task, queue }
    this.#child.send(job)
    const [answer]: ({ figure: number | number[] } | { error: string })[] = await once(this.#child, 'message')
    if (answer === undefined || 'error' in answer) throw new Error(`${this.#client}, ${task}: ${answer?.error}`)
    return answer.figure
  }

  stop(): void {
    this.#child.kill()
  }
}
