import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TestServer } from '../server.ts'

const preload = pathToFileURL(path.join(import.meta.dirname, 'wall-clock.mjs')).href

/** The wall clock of a server's machine, as far as that server can see. */
export class WallClock {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'holdline-clock-'))
  readonly #file = path.join(this.#dir, 'offset')

  constructor() {
    this.set(0)
  }

  /** For the server's environment. */
  get env(): Record<string, string> {
    return { NODE_OPTIONS: `--import=${preload}`, WALL_CLOCK: this.#file }
  }

  /** Off the true time by so much, for servers that start from now on. */
  set(offsetMs: number): void {
    writeFileSync(this.#file, String(offsetMs))
  }

  /** Jumps under a server that runs. Resolves when it has happened. */
  async jump(server: TestServer, offsetMs: number): Promise<void> {
    this.set(offsetMs)
    const jumped = server.log.next((line) => line.event === 'wallClock' && line.offsetMs === offsetMs)
    process.kill(server.pid, 'SIGUSR2')
    await jumped
  }

  dispose(): void {
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
