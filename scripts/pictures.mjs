/**
 * `npm run pictures`: every page in every state, as pictures in pictures/, with a page to leaf through them. It fails
 * where a check of a page fails. `-- --docs` renews the README's pictures, too.
 */
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { ensureGenerated, ensurePages, ensureServer } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { at, main } from './lib/run.mjs'
import { clearReports, runSuite } from './lib/suites.mjs'

const folder = at('pictures')

/** The pictures that the documentation shows. */
const inDocs = {
  'lab-after-1440-light': 'lab',
  'overview-full-1440-light': 'overview',
  'messages-panel-1440-light': 'queue',
}

const figure = (file) =>
  `<figure><a href="${file}"><img src="${file}" alt="" loading="lazy"></a><figcaption>${file.slice(0, -4)}</figcaption></figure>`

const sceneOf = (file) => file.replace(/-\d+-(light|dark)\.png$/, '')

/** One row for each scene: wide and narrow, light and dark. */
function leaf(files) {
  const scenes = [...new Set(files.map(sceneOf))]
  const rows = scenes.map(
    (scene) =>
      `<h2>${scene}</h2><div>${files
        .filter((file) => sceneOf(file) === scene)
        .map(figure)
        .join('')}</div>`,
  )
  const style =
    'body{font:14px sans-serif;margin:24px}div{display:flex;gap:12px;align-items:start}figure{margin:0}img{height:420px;border:1px solid #ccc}'
  return `<!doctype html><meta charset="utf-8"><title>Holdline, every page</title><style>${style}</style>${rows.join('')}`
}

main(async () => {
  await ensureInstalled()
  await ensureGenerated()
  await ensureServer()
  await ensurePages()
  process.env.CHROMIUM_PATH = await ensureChromium()
  rmSync(folder, { recursive: true, force: true })
  process.env.PICTURES = folder
  clearReports()
  const { failed } = await runSuite('stories', [
    'e2e/pages',
    ...process.argv.slice(2).filter((word) => word !== '--docs'),
  ])
  const files = readdirSync(folder).filter((file) => file.endsWith('.png'))
  writeFileSync(at('pictures', 'index.html'), leaf(files))
  if (process.argv.includes('--docs')) {
    for (const [picture, name] of Object.entries(inDocs))
      copyFileSync(at('pictures', `${picture}.png`), at('docs', `${name}.png`))
  }
  console.log(`${files.length} pictures: open pictures/index.html.`)
  if (failed > 0) process.exitCode = 1
})
