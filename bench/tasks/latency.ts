import { setTimeout as after } from 'node:timers/promises'
import { LATENCY_MESSAGES, LATENCY_PER_SECOND } from '../load.ts'

/** Calls `send` for each message at its time: a steady rate, whatever one of them takes. */
export async function paced(send: (n: number) => void): Promise<void> {
  const from = performance.now()
  for (let n = 0; n < LATENCY_MESSAGES; n++) {
    await after(Math.max(0, from + (n * 1_000) / LATENCY_PER_SECOND - performance.now()))
    send(n)
  }
}
