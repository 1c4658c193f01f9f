import type { ClientName } from './client.ts'
import type { RunningPeer } from './peer.ts'
import { NODE_22, PeerProcess } from './processes.ts'
import { jetstream, type PeerServer, rabbitmq, redis } from './servers/servers.ts'
import type { PeerTask } from './tasks.ts'

interface Entry {
  readonly name: string
  readonly client: ClientName
  /** `postgres`: the database that Holdline itself uses in this run. */
  readonly server: PeerServer | 'postgres'
  readonly tasks: readonly PeerTask[]
}

const ALL: readonly PeerTask[] = ['publish', 'drain', 'pipeline', 'latency']
/** With its call for many, too. A drain takes what `publish` has stored. */
const MANY: readonly PeerTask[] = ['publish', 'drain', 'pipeline', 'latency', 'publishMany']

const ENTRIES: readonly Entry[] = [
  { name: 'RabbitMQ quorum', client: 'quorum', server: rabbitmq, tasks: ALL },
  { name: 'RabbitMQ classic', client: 'classic', server: rabbitmq, tasks: ALL },
  { name: 'JetStream', client: 'jetstream', server: jetstream(false), tasks: ALL },
  { name: 'JetStream, immediate', client: 'jetstream', server: jetstream(true), tasks: ALL },
  { name: 'BullMQ', client: 'bullmq', server: redis, tasks: MANY },
  { name: 'pg-boss', client: 'pgBoss', server: 'postgres', tasks: MANY },
  { name: 'graphile-worker', client: 'graphile', server: 'postgres', tasks: MANY },
]

/** A peer that runs: its server, and a client process for it. */
export interface Peer {
  readonly name: string
  readonly about: string
  readonly tasks: readonly PeerTask[]
  readonly process: PeerProcess
}

export interface Peers {
  readonly running: readonly Peer[]
  /** For each that is missing: the command that installs it. */
  readonly missing: readonly string[]
  stop(): Promise<void>
}

/** Starts what is installed, of those whose name contains one of `wanted`. */
export async function startPeers(postgres: string, wanted: readonly string[] = ['']): Promise<Peers> {
  const servers = new Map<PeerServer, RunningPeer>()
  const running: Peer[] = []
  const missing: string[] = []
  for (const { name, client, server, tasks } of ENTRIES) {
    if (!wanted.some((part) => name.toLowerCase().includes(part))) continue
    if (server === 'postgres') {
      if (NODE_22 === undefined) missing.push(`${name}: npm i in bench/ (it brings Node 22)`)
      else
        running.push({ name, about: 'the same Postgres', tasks, process: new PeerProcess(client, postgres, NODE_22) })
      continue
    }
    if (server.file === undefined) {
      missing.push(`${name}: ${server.install}`)
      continue
    }
    const unfit = server.unfit?.(server.file)
    if (unfit !== undefined) {
      missing.push(`${name}: ${unfit}`)
      continue
    }
    const own = servers.get(server) ?? (await server.start(server.file))
    servers.set(server, own)
    running.push({ name, about: own.about, tasks, process: new PeerProcess(client, own.url, undefined) })
  }
  const stop = async (): Promise<void> => {
    for (const { process } of running) process.stop()
    for (const server of servers.values()) await server.stop()
  }
  return { running, missing, stop }
}
