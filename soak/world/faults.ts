import { setTimeout as delay } from 'node:timers/promises'
import type { Supervised } from './supervised.ts'
import type { World } from './world.ts'

/** What can be cut off. */
export interface Cuttable {
  cut(): void
}

interface Fault {
  readonly kind: string
  /** How often it is drawn, against the others. */
  readonly weight: number
  readonly strike: (world: World, clients: readonly Cuttable[]) => Promise<void> | void
}

/** So long a frozen owner is passed over by the one that stands by. */
const longFreezeMs = 13_000

const single: readonly Fault[] = [
  { kind: 'server killed', weight: 4, strike: (world) => target(world).kill() },
  { kind: 'server stopped', weight: 2, strike: (world) => target(world).stop() },
  { kind: 'server frozen', weight: 2, strike: (world) => freeze(world, world.random.between(500, 4_000)) },
  { kind: 'connection cut', weight: 4, strike: cutSome },
]

const postgres: Fault = { kind: 'Postgres killed', weight: 2, strike: (world) => world.database.kill?.() }

const standby: readonly Fault[] = [
  { kind: 'stand-by killed', weight: 1, strike: (world) => other(world)?.kill() },
  { kind: 'owner frozen till passed over', weight: 1, strike: (world) => freeze(world, longFreezeMs) },
]

/** Those that this world can have. */
function faultsOf(world: World): readonly Fault[] {
  return [...single, ...(world.database.kill === null ? [] : [postgres]), ...(world.options.standby ? standby : [])]
}

/** Draws one, lets it happen, and resolves when it is over. */
export async function strike(world: World, clients: readonly Cuttable[]): Promise<void> {
  const fault = world.random.pick(faultsOf(world).flatMap((one) => Array<Fault>(one.weight).fill(one)))
  world.figures.fault(fault.kind)
  await fault.strike(world, clients)
}

function target(world: World): Supervised {
  return world.owner ?? world.random.pick(world.servers)
}

function other(world: World): Supervised | undefined {
  return world.servers.find((server) => server !== world.owner)
}

async function freeze(world: World, ms: number): Promise<void> {
  const server = target(world)
  if (!server.runs) return
  server.freeze()
  await delay(ms)
  server.thaw()
}

function cutSome(world: World, clients: readonly Cuttable[]): void {
  for (let cuts = world.random.whole(1, 4); cuts > 0; cuts -= 1) world.random.pick(clients).cut()
}
