import { afterEach, beforeEach, describe } from 'vitest'
import { commitsContract } from './contract/commits.ts'
import { lettersContract } from './contract/letters.ts'
import { orderContract } from './contract/order.ts'
import { ownershipContract } from './contract/ownership.ts'
import { peopleContract } from './contract/people.ts'
import { queuesContract } from './contract/queues.ts'
import { scheduleContract } from './contract/schedule.ts'
import { subscriptionsContract } from './contract/subscriptions.ts'
import { totalsContract } from './contract/totals.ts'
import { trimContract } from './contract/trim.ts'
import { type ContractStore, ContractWorld } from './contract/world.ts'

export type { ContractStore } from './contract/world.ts'

const topics = {
  order: orderContract,
  queues: queuesContract,
  totals: totalsContract,
  subscriptions: subscriptionsContract,
  'delayed messages': scheduleContract,
  'dead letters': lettersContract,
  people: peopleContract,
  trimming: trimContract,
  commits: commitsContract,
  ownership: ownershipContract,
}

/**
 * What every storage engine owes the core (ports.ts, `Log`). Called once per engine:
 * `logContract('the log in memory', async () => …)`.
 */
export function logContract(name: string, factory: () => Promise<ContractStore>): void {
  describe(`${name} keeps the contract of the log`, () => {
    const world = new ContractWorld(factory)
    beforeEach(() => world.begin())
    afterEach(() => world.end())

    for (const [topic, contract] of Object.entries(topics)) describe(topic, () => contract(world))
  })
}
