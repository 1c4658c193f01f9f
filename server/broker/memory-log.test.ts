import { MemoryLog } from './memory-log.ts'
import { StorageError } from './ports.ts'
import { logContract } from './testing/log-contract.ts'

logContract('the log in memory', async () => {
  const memory = new MemoryLog()
  return {
    open: () => memory.session({ waits: true }),
    freeze: async () => memory.letGo(),
    seal: async () => {},
    refuse: async (_, retryable) => {
      memory.inject({ kind: 'fail', error: new StorageError('refused', retryable) })
      return async () => {}
    },
    close: async () => {},
  }
})
