/** The brokers that scenes are played on: each is started when the first scene needs it, and shared by all that do. */
import { TestServer } from '../../../server/testing/server.ts'
import { makeBusy } from './busy.ts'

/** `lab`: empty at first, and the Lab's own from then on. `gone`: one that a scene kills. */
export type WorldName = 'empty' | 'busy' | 'lab' | 'locked' | 'gone'

export const TOKEN = 'open-sesame'

interface World {
  readonly broker: TestServer
  readonly leave: () => void
}

const nothing = () => undefined

const makers: Readonly<Record<WorldName, () => Promise<World>>> = {
  empty: async () => ({ broker: await TestServer.start({ pages: true }), leave: nothing }),
  lab: async () => ({ broker: await TestServer.start({ pages: true }), leave: nothing }),
  gone: async () => ({ broker: await TestServer.start({ pages: true }), leave: nothing }),
  locked: async () => ({
    broker: await TestServer.start({ pages: true, env: { HOLDLINE_TOKEN: TOKEN } }),
    leave: nothing,
  }),
  busy: async () => {
    const broker = await TestServer.start({ pages: true })
    return { broker, leave: await makeBusy(broker) }
  },
}

export class Worlds {
  readonly #open = new Map<WorldName, Promise<World>>()

  async broker(name: WorldName): Promise<TestServer> {
    const world = this.#open.get(name) ?? makers[name]()
    this.#open.set(name, world)
    return (await world).broker
  }

  async dispose(): Promise<void> {
    for (const world of this.#open.values()) {
      const { broker, leave } = await world
      leave()
      await broker.dispose()
    }
  }
}
