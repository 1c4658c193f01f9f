/** A steady load through the SDK, published and consumed, as the rest of the machine lets it. */
import { connect, type Message } from '../../lib/client/index.ts'
import { payload, STEADY_PER_SECOND, STEADY_SECONDS } from '../load.ts'

const OPTIONS = { socket: { transports: ['websocket'] } }
/** The most that there is. */
const CREDIT = 1_000
const TICK_MS = 5
const COUNT = STEADY_PER_SECOND * STEADY_SECONDS
/** Every so many messages one is timed. */
const TIMED = 20

type Numbered = Message<{ n: number }>

/** Milliseconds from the publish to the handler of every twentieth; first of all, messages per second that came through. */
export async function sdkSteady(url: string, queue: string): Promise<number[]> {
  const consumer = connect(url, OPTIONS)
  const publisher = connect(url, OPTIONS)
  const sentAt = new Map<number, number>()
  const took: number[] = []
  let got = 0
  let done: () => void = () => {}
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  await consumer.subscribe(queue, { name: 'bench', from: 'new', credit: CREDIT }, (message: Numbered) => {
    const at = sentAt.get(message.payload.n)
    if (at !== undefined) took.push(performance.now() - at)
    got += 1
    if (got === COUNT) done()
  })
  await publisher.publish({ queue: 'bench-hello', event: 'created' })
  const from = performance.now()
  await paced((n) => {
    if (n % TIMED === 0) sentAt.set(n, performance.now())
    return publisher.publish({ queue, event: 'created', payload: payload(n) })
  })
  await all
  const rate = (COUNT / (performance.now() - from)) * 1_000
  await consumer.close()
  await publisher.close()
  return [rate, ...took]
}

/** By the clock; what is late is sent at once, and no more than 4,096 wait for their confirm. */
function paced(send: (n: number) => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const from = performance.now()
    let sent = 0
    let open = 0
    const tick = (): void => {
      const due = Math.min(COUNT, Math.floor(((performance.now() - from) / 1_000) * STEADY_PER_SECOND))
      for (; sent < due && open < 4_096; sent++) {
        open += 1
        send(sent).then(() => {
          open -= 1
        }, reject)
      }
      if (sent < COUNT) setTimeout(tick, TICK_MS)
      else resolve()
    }
    tick()
  })
}
