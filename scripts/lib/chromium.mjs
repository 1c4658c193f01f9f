import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { bin, run, Stop, step } from './run.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** The system's Chromium, or undefined. */
export const systemChromium = () => names.map(onPath).find((file) => file !== undefined)

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => run('apt-get', args, { quiet: true, env })
  if ((await apt('update')) !== 0) return undefined
  await apt('install', '-y', '--no-install-recommends', 'chromium')
  return systemChromium()
}

/** Where Playwright keeps its own download, once it has one that is complete. */
async function fromPlaywright() {
  const { chromium } = await import('@playwright/test')
  if (!existsSync(chromium.executablePath())) {
    const [node, args] = bin('playwright/cli.js', 'install', 'chromium')
    if ((await run(node, args, { quiet: true })) !== 0) return undefined
  }
  return chromium.executablePath()
}

/** A Chromium for the browser stories: the system's, else Debian's package (as root), else Playwright's own. */
export async function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? systemChromium()
  if (found !== undefined) return found
  let file
  await step('Fetching a Chromium for the browser stories', async () => {
    file = (await fromDebian()) ?? (await fromPlaywright())
    if (file === undefined) {
      throw new Stop(
        'No Chromium: put chromium or google-chrome on PATH, or name one in CHROMIUM_PATH, and run it again.',
      )
    }
  })
  return file
}
