/** `npm run dev`: pages reload by Next, and a change to the server or to lib/ starts the server again. */
import { ensureGenerated } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { bin, main, run } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  const [node, args] = bin('tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts')
  process.exitCode = await run(node, args, {
    lives: true,
    env: { NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
  })
})
