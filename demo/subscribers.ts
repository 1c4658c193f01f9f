import { setTimeout as wait } from 'node:timers/promises'
import { type Client, connect, type Message } from '../lib/client/index.ts'
import type { Say } from './say.ts'

/** Every so many messages the busy one takes its time; meanwhile its queue is seen to grow and then to drain. */
const busyEvery = 10
const busyMs = 12_000

const title = ({ queue, event, seq, attempt }: Message) =>
  `${queue} ${event}${seq === null ? '' : ` #${seq}`}${attempt > 1 ? ` (attempt ${attempt})` : ''}`

/** What every subscriber of the demo needs. `stopping` cuts short what takes its time. */
export interface Stage {
  readonly url: string
  readonly token: string | undefined
  readonly say: Say
  readonly stopping: AbortSignal
}

/** Durable: everything of `filesystem`, at once. */
export async function archive({ url, token, say }: Stage): Promise<Client> {
  const client = connect(url, { client: 'demo-archive', token })
  await client.subscribe('filesystem', { name: 'archive' }, (message) => say('archive', `acks ${title(message)}`))
  return client
}

/** Durable: everything of `database`, and busy at times. */
export async function ledger({ url, token, say, stopping }: Stage): Promise<Client> {
  const client = connect(url, { client: 'demo-ledger', token })
  let handled = 0
  await client.subscribe('database', { name: 'ledger' }, async (message) => {
    handled += 1
    if (handled % busyEvery === 0) {
      say('ledger', `is busy for ${busyMs / 1000} s with ${title(message)}; what comes meanwhile waits`)
      await wait(busyMs, undefined, { signal: stopping }).catch(() => undefined)
    }
    say('ledger', `acks ${title(message)}`)
  })
  return client
}

/** Real time: sees what happens while it is there, and misses the rest. */
export async function screen({ url, token, say }: Stage): Promise<Client> {
  const client = connect(url, { client: 'demo-screen', token })
  await client.subscribe('database', { delivery: 'realtime' }, (message) => say('screen', `sees ${title(message)}`))
  return client
}
