import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RunningPeer } from '../peer.ts'
import { freePort, program, startServer, versionOf } from './start.ts'

export interface PeerServer {
  /** What installs it, where it is missing. */
  readonly install: string
  /** Why this one cannot be measured, though it is installed. */
  readonly unfit?: (file: string) => string | undefined
  readonly file: string | undefined
  start(file: string): Promise<RunningPeer>
}

/** RabbitMQ with its defaults; a confirm means that the message is on disk, quorum queues with fsync. */
export const rabbitmq: PeerServer = {
  install: 'apt-get install rabbitmq-server',
  file: program('/usr/lib/rabbitmq/bin/rabbitmq-server', '/usr/local/sbin/rabbitmq-server'),
  async start(file) {
    const port = await freePort()
    const distribution = await freePort()
    const server = await startServer(file, port, (folder) => {
      writeFileSync(path.join(folder, 'rabbitmq.conf'), 'loopback_users = none\n')
      return {
        env: {
          HOME: folder,
          RABBITMQ_NODENAME: `bench${port}@localhost`,
          RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
          RABBITMQ_NODE_PORT: String(port),
          RABBITMQ_DIST_PORT: String(distribution),
          RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
          RABBITMQ_LOG_BASE: path.join(folder, 'log'),
          RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
          RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'),
          RABBITMQ_PID_FILE: path.join(folder, 'pid'),
        },
      }
    })
    return { url: `amqp://127.0.0.1:${port}`, about: `RabbitMQ ${await productVersion(port)}`, stop: server.stop }
  },
}

/** As the server itself tells its clients. */
async function productVersion(port: number): Promise<string> {
  const { connect } = await import('amqplib')
  const connection = await connect(`amqp://127.0.0.1:${port}`)
  const { version } = connection.connection.serverProperties
  await connection.close()
  return version
}

function isBefore(version: string, major: number, minor: number): boolean {
  const [, a, b] = version.match(/(\d+)\.(\d+)/) ?? []
  return Number(a) < major || (Number(a) === major && Number(b) < minor)
}

/** JetStream in files. By default it syncs every two minutes; `immediate` syncs before each confirm. */
export const jetstream = (immediate: boolean): PeerServer => ({
  install: 'apt-get install nats-server',
  file: program('/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'),
  unfit: (file) =>
    immediate && isBefore(versionOf(file, '--version'), 2, 10) ? 'needs nats-server 2.10 or later' : undefined,
  async start(file) {
    const port = await freePort()
    const { stop } = await startServer(file, port, (folder) => {
      const sync = immediate ? 'sync_interval: always' : ''
      const config = `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${folder}/data"\n${sync} }\n`
      writeFileSync(path.join(folder, 'nats.conf'), config)
      return { args: ['-c', path.join(folder, 'nats.conf')] }
    })
    const about = `nats-server ${versionOf(file, '--version')}, ${immediate ? 'sync always' : 'sync every 2 min'}`
    return { url: `nats://127.0.0.1:${port}`, about, stop }
  },
})

export const redis: PeerServer = {
  install: 'apt-get install redis-server',
  file: program('/usr/bin/redis-server', '/usr/local/bin/redis-server'),
  async start(file) {
    const port = await freePort()
    const { stop } = await startServer(file, port, (folder) => ({
      args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'].concat([
        '--appendfsync',
        'always',
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
      ]),
    }))
    return {
      url: `redis://127.0.0.1:${port}`,
      about: `Redis ${versionOf(file, '--version')}, appendfsync always`,
      stop,
    }
  },
}
