/** What the figures were measured on: they mean nothing without it. */
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'

export interface Machine {
  readonly cpu: string
  readonly memoryGiB: number
  readonly kernel: string
  readonly node: string
  /** Of the last minute, before anything was started: above 1 something else uses the machine. */
  readonly load: number
  /** The commit, and whether something was changed since. */
  readonly commit: string
  readonly at: string
}

export function describeMachine(): Machine {
  return {
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    load: Number(loadavg()[0]?.toFixed(1)),
    commit: commit(),
    at: new Date().toISOString(),
  }
}

export function sayMachine({ cpu, memoryGiB, kernel, node, load, commit, at }: Machine): string {
  return `${at.slice(0, 16)}Z, ${cpu}, ${memoryGiB} GiB, Linux ${kernel}, Node ${node}, load ${load} before it began; ${commit}`
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'no Git here'
  }
}
