import { Bench } from '../../../http/testing/bench.ts'
import { hostileApi } from './contract.ts'

hostileApi(async () => {
  const bench = await Bench.start()
  return { bench, close: () => bench.broker.drain() }
}, 1)
