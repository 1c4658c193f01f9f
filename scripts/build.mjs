/** `npm run build`: what `npm start` builds, without starting it. `build.mjs server` leaves the dashboard out. */
import { ensureGenerated, ensurePages, ensureServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { main } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  await ensureServer()
  if (process.argv[2] !== 'server') await ensurePages()
})
