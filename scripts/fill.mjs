/** `npm run fill -- --messages 10000000`: a stopped broker's database at size, in minutes. On a fresh clone too. */
import { ensureGenerated } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { main } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  // In this same process, so that Ctrl-C reaches the connections that it holds.
  const { register } = await import('tsx/esm/api')
  register()
  await import('../fill/main.ts')
})
