/** `npm run scenario -- scenarios/unplug-for-six.json`, beside a running broker. */
import { ensureInstalled } from './lib/install.mjs'
import { main } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  const { register } = await import('tsx/esm/api')
  register()
  await import('./scenario/main.ts')
})
