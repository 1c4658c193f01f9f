/** `npm run soak -- --minutes 5`: real servers under faults, and a verdict. On a fresh clone too. */
import { ensureGenerated, ensureServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { main } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  await ensureServer()
  // In this same process, so that Ctrl-C reaches the soak itself, which ends its servers.
  const { register } = await import('tsx/esm/api')
  register()
  await import('../soak/main.ts')
})
