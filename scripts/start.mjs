/** `npm start`: from a fresh clone to a running broker; a later start skips what is done. */
import { ensureGenerated, ensurePages, ensureServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { at, main } from './lib/run.mjs'

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  await ensureServer()
  await ensurePages()
  process.env.NODE_ENV = 'production'
  // In this same process, so that a signal to npm's child reaches the server itself.
  await import(new URL(`file://${encodeURI(at('dist/server.js'))}`).href)
})
