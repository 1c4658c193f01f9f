import type { ClientName } from './client.ts'
import type { RunningPeer } from './peer.ts'
import { NODE_22, PeerProcess } from './processes.ts'
import { jetstream, type PeerServer, rabbitmq, redis } from './servers/servers.ts'
import { ALL_STEPS, type Contender, ONE_BY_ONE, STEPS, type Step } from './steps.ts'

interface Entry {
  readonly name: string
  readonly client: ClientName
  /** `postgres`: the database that Holdline itself uses in this run. */
  readonly server: PeerServer | 'postgres'
  readonly steps: readonly Step[]
  /** How its client is set up. */
  readonly settings: string
}

const RABBIT = 'persistent messages on a confirm channel; the consumer on a connection of its own, an ack for each'
const NATS = 'file storage, acknowledged publishes; a durable pull consumer, an ack for each'

const ENTRIES: readonly Entry[] = [
  { name: 'RabbitMQ quorum', client: 'quorum', server: rabbitmq, steps: ONE_BY_ONE, settings: RABBIT },
  { name: 'RabbitMQ classic', client: 'classic', server: rabbitmq, steps: ONE_BY_ONE, settings: `durable; ${RABBIT}` },
  { name: 'JetStream', client: 'jetstream', server: jetstream(false), steps: ONE_BY_ONE, settings: NATS },
  { name: 'JetStream, immediate', client: 'jetstream', server: jetstream(true), steps: ONE_BY_ONE, settings: NATS },
  {
    name: 'BullMQ',
    client: 'bullmq',
    server: redis,
    steps: ALL_STEPS,
    settings: 'one worker, its concurrency is the prefetch; done jobs are removed; addBulk for many',
  },
  {
    name: 'pg-boss',
    client: 'pgBoss',
    server: 'postgres',
    steps: ALL_STEPS,
    settings:
      'fetches and completes as many at once as the prefetch, without a pause; insert for many; supervision off',
  },
  {
    name: 'graphile-worker',
    client: 'graphile',
    server: 'postgres',
    steps: ALL_STEPS,
    settings: '20 connections, local queue and concurrency of the prefetch, completions in batches; addJobs for many',
  },
]

export interface Peers {
  readonly running: readonly Contender[]
  /** For each that is missing: the command that installs it. */
  readonly missing: readonly string[]
  stop(): Promise<void>
}

/** Starts what is installed, of those whose name contains one of `wanted`. */
export async function startPeers(postgres: string, wanted: readonly string[]): Promise<Peers> {
  const servers = new Map<PeerServer, RunningPeer>()
  const running: Contender[] = []
  const missing: string[] = []
  for (const entry of ENTRIES.filter(({ name }) => wanted.some((part) => name.toLowerCase().includes(part)))) {
    const why = whyNot(entry)
    if (why === undefined) running.push(await start(entry, servers, postgres))
    else missing.push(`${entry.name}: ${why}`)
  }
  const stop = async (): Promise<void> => {
    for (const peer of running) peer.stop()
    for (const server of servers.values()) await server.stop()
  }
  return { running, missing, stop }
}

function whyNot({ server }: Entry): string | undefined {
  if (server === 'postgres') return NODE_22 === undefined ? 'npm i in bench/ (it brings Node 22)' : undefined
  return server.file === undefined ? server.install : server.unfit?.(server.file)
}

async function start(entry: Entry, servers: Map<PeerServer, RunningPeer>, postgres: string): Promise<Contender> {
  const { name, client, server, steps, settings } = entry
  if (server === 'postgres')
    return contender(name, `the same Postgres; ${settings}`, steps, new PeerProcess({ client, url: postgres }, NODE_22))
  const own = servers.get(server) ?? (await server.start(server.file ?? ''))
  servers.set(server, own)
  return contender(name, `${own.about}; ${settings}`, steps, new PeerProcess({ client, url: own.url }, undefined))
}

function contender(name: string, about: string, steps: readonly Step[], process: PeerProcess): Contender {
  return {
    name,
    about,
    steps,
    play: (step, queue, messages) => {
      const { task, load } = STEPS[step]
      return process.run({ task, queue, load: { ...load, messages } })
    },
    stop: () => process.stop(),
  }
}
