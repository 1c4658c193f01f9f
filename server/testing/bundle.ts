/** Before the system tests: builds the server once, if it changed, so that each test starts it in a fraction of a second. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export default function setup(): void {
  const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))
  execFileSync(process.execPath, [script, 'server'], { stdio: ['ignore', 'inherit', 'inherit'] })
}
