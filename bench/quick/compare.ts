/** `npm run bench:quick` has built both: `compare.ts <folder before> <folder now> <seconds at most>`. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Figures, quantile, short, table } from '../figures.ts'
import type { SideAnswer, SideJob } from './side.ts'

const [before = '', now = '', seconds = '60'] = process.argv.slice(2)
const TASKS = ['plainPublish', 'plainDrain', 'plainPipeline', 'sdkPublish', 'sdkDrain', 'sdkPipeline'] as const
const NAMES: Readonly<Record<(typeof TASKS)[number], string>> = {
  plainPublish: 'publish, plain client',
  plainDrain: 'drain, plain client',
  plainPipeline: 'pipeline, plain client',
  sdkPublish: 'publish, SDK',
  sdkDrain: 'drain, SDK',
  sdkPipeline: 'pipeline, SDK',
}
const MESSAGES = 8_000
const WARM_UPS = 3
const ROUNDS = 9
/** No round begins after this part of the time: the last one and the end take some, too. */
const BEGINS_WITHIN = 0.4
/** Three of four rounds below this. */
const SLOWER = 0.9

class Side {
  readonly #child: ChildProcess

  constructor(folder: string) {
    this.#child = fork(path.join(folder, 'bench/quick/side.ts'), { cwd: folder, execArgv: ['--import', 'tsx'] })
  }

  async ready(): Promise<void> {
    if ((await this.#answer()) !== 'ready') throw new Error('It did not start.')
  }

  async rate(job: SideJob): Promise<number> {
    this.#child.send(job)
    const answer = await this.#answer()
    if (answer === 'ready' || 'error' in answer) throw new Error(answer === 'ready' ? answer : answer.error)
    return answer.rate
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || !this.#child.connected) return
    const ended = once(this.#child, 'exit')
    this.#child.send('stop')
    await ended
  }

  async #answer(): Promise<SideAnswer> {
    const over = new AbortController()
    const ended = once(this.#child, 'exit', over).then(() => {
      throw new Error('It ended.')
    })
    try {
      const [answer]: SideAnswer[] = await Promise.race([once(this.#child, 'message', over), ended])
      if (answer === undefined) throw new Error('It did not answer.')
      return answer
    } finally {
      over.abort()
    }
  }
}

type Sides = Readonly<Record<'before' | 'now', Side>>

async function play({ before, now }: Sides, figures: Figures, round: number): Promise<void> {
  for (const task of TASKS) {
    // A drain takes what the publish before it has stored.
    const queue = `${task.replace('Drain', 'Publish')}-${round}`
    const job = { task, queue, load: { messages: MESSAGES } }
    const order = round % 2 === 0 ? (['before', 'now'] as const) : (['now', 'before'] as const)
    for (const side of order) figures.add(`${task} ${side}`, await { before, now }[side].rate(job))
  }
}

async function compare(sides: Sides): Promise<void> {
  await Promise.all([sides.before.ready(), sides.now.ready()])
  const figures = new Figures()
  const ends = performance.now() + Number(seconds) * 1_000 * BEGINS_WITHIN
  let rounds = 0
  for (let round = -WARM_UPS; round < ROUNDS && (round < 3 || performance.now() < ends); round++) {
    if (round === 0) figures.clear()
    await play(sides, figures, round)
    rounds = round + 1
  }
  const rows = TASKS.map((task) => [
    NAMES[task],
    short(figures.median(`${task} before`)),
    short(figures.median(`${task} now`)),
    figures.ratioText(`${task} now`, `${task} before`),
  ])
  console.log(`\n${table(['messages/s', 'last commit', 'now', 'now ÷ last, median and range'], rows)}\n`)
  const slower = TASKS.filter((task) => quantile(figures.ratios(`${task} now`, `${task} before`), 0.75) < SLOWER)
  for (const task of slower)
    console.log(`WARNING: ${NAMES[task]}: three of four rounds are below ${SLOWER} × the last commit.`)
  if (slower.length === 0) console.log(`No slower than the last commit, by ${rounds} rounds of ${MESSAGES} messages.`)
}

const sides: Sides = { before: new Side(before), now: new Side(now) }
try {
  await compare(sides)
} finally {
  await Promise.all([sides.before.stop(), sides.now.stop()])
}
