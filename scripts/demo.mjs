/** `npm run demo`, beside a running broker. */
import { ensureGenerated } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { bin, main, run } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  const [node, args] = bin('tsx/dist/cli.mjs', 'demo/main.ts')
  // Ctrl-C reaches the demo itself, which cleans up; this process waits for it.
  process.on('SIGINT', () => undefined)
  process.exitCode = await run(node, args)
})
