/** `npm run demo`, beside a running broker. */
import { ensureGenerated } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { main } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  // In this same process, so that Ctrl-C reaches the demo itself, which cleans up.
  const { register } = await import('tsx/esm/api')
  register()
  await import('../demo/main.ts')
})
