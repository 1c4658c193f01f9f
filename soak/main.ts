/**
 * `npm run soak`: many publishers and consumers against a real server under faults. Everything that was confirmed and
 * delivered is written down by the clients and checked round by round. Exit code 0: every promise was kept.
 */
import { OptionError, parseOptions, type SoakOptions } from './options.ts'
import { isKept, progress, summary } from './report.ts'
import { Round } from './round.ts'
import { World } from './world/world.ts'

const progressMs = 5_000

function say({ seed, minutes, killEverySeconds, standby, rate }: SoakOptions): void {
  const servers = standby ? 'two servers' : 'one server'
  console.log(
    `soak: ${minutes} min, ${servers}, a fault every ${killEverySeconds} s, ${rate} messages/s, --seed ${seed}`,
  )
}

/** @param signal ends the storm early; what happened until then is checked all the same */
async function soak(options: SoakOptions, signal: AbortSignal): Promise<boolean> {
  say(options)
  const world = await World.start(options)
  const { figures } = world
  const start = performance.now()
  const elapsed = () => performance.now() - start
  const run = Date.now().toString(36)
  const end = options.minutes * 60_000
  let round: Round | null = null
  const reports = setInterval(() => {
    figures.weigh()
    console.log(progress(figures, elapsed(), round?.open ?? 0))
  }, progressMs)
  try {
    let stormed = 0
    while (stormed < end && !signal.aborted) {
      const stormMs = Math.min(options.roundSeconds * 1_000, end - stormed)
      round = new Round(world, `${run}-${figures.rounds + 1}`, signal)
      await round.play(stormMs)
      stormed += stormMs
    }
  } catch (error) {
    figures.breach(`it could not go on: ${error instanceof Error ? error.stack : error}`)
  } finally {
    clearInterval(reports)
    await world.dispose()
  }
  const gaveUp = world.servers.flatMap((server) => server.gaveUp)
  console.log(summary(figures, elapsed(), gaveUp))
  return isKept(figures)
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

try {
  const options = parseOptions(process.argv.slice(2), () => Math.floor(Math.random() * 2 ** 31))
  process.exit((await soak(options, stopping.signal)) ? 0 : 1)
} catch (error) {
  console.error(error instanceof OptionError ? error.message : error)
  process.exit(1)
}
