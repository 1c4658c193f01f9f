import { MemoryLog } from './memory-log.ts'
import { logContract } from './testing/log-contract.ts'

logContract('the log in memory', async () => {
  const memory = new MemoryLog()
  return { open: () => memory.session(), freeze: async () => {}, close: async () => {} }
})
