/** One load for every measurement, so that their figures can be divided by each other. */
export const MESSAGES = Number(process.env.MESSAGES ?? 20_000)
/** Unanswered publishes at most, and the consumer's credit. */
export const WINDOW = 256

/** How much of it: what a task does unless it is told otherwise. */
export interface Load {
  readonly messages: number
  /** Unanswered publishes at most. */
  readonly window: number
  /** Unacknowledged messages of the consumer at most. */
  readonly prefetch: number
  /** Of a payload, exactly; about 100 where it is not given. */
  readonly bytes?: number
}
export const LOAD: Load = { messages: MESSAGES, window: WINDOW, prefetch: WINDOW }

/** All three processes are compiled while they run: the fifth pipeline was half as fast again as the first. */
export const WARM_UP_ROUNDS = Number(process.env.WARM_UP_ROUNDS ?? 3)
/** Rounds that count. Each runs everything once, so that a slow minute hits all alike. */
export const ROUNDS = Number(process.env.ROUNDS ?? 5)
export const LATENCY_PER_SECOND = 200
export const LATENCY_MESSAGES = 1_000

const TEXT = 'The order of the day is one hundred bytes of text, give or take a few of them.'

/** About 100 bytes of JSON, or as many as are wanted, as `{"queue":…}` around it comes on top. */
export function payload(n: number, bytes?: number): { n: number; text: string } {
  if (bytes === undefined) return { n, text: TEXT }
  const around = JSON.stringify({ n, text: '' }).length
  return { n, text: TEXT.padEnd(bytes - around, '.').slice(0, bytes - around) }
}

/** Runs `messages` things, at most `window` without an answer. `start` calls back when its thing is answered. */
export function inWindow(
  { messages: count, window }: Pick<Load, 'messages' | 'window'>,
  start: (n: number, answered: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let next = 0
    let done = 0
    const answered = (): void => {
      done += 1
      if (done === count) resolve()
      else if (next < count) start(next++, answered)
    }
    while (next < Math.min(window, count)) start(next++, answered)
  })
}

/** Resolves at the `count`th call. */
export function counter(count: number): { hit: () => void; reached: Promise<void> } {
  let hits = 0
  let resolve: () => void = () => {}
  const reached = new Promise<void>((done) => {
    resolve = done
  })
  const hit = (): void => {
    hits += 1
    if (hits === count) resolve()
  }
  return { hit, reached }
}

/** Told when the measured time begins and ends: whoever looks at more than the clock. */
export const measured: { begins: () => void; ends: () => void } = { begins: () => {}, ends: () => {} }

export async function perSecond(count: number, run: () => Promise<unknown>): Promise<number> {
  measured.begins()
  const from = performance.now()
  await run()
  const rate = (count / (performance.now() - from)) * 1_000
  measured.ends()
  return rate
}

/** What the dashboard is looked at under: as much as two cores have room for beside a browser with ten tabs. */
export const STEADY_PER_SECOND = Number(process.env.RATE ?? 5_000)
export const STEADY_SECONDS = 6
export const TAB_COUNT = 10
export const QUEUE = 'looking'
