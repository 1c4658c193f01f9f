import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const docs = path.join(import.meta.dirname, '../docs')
const promises = readFileSync(path.join(docs, 'guarantees.md'), 'utf8')
  .split(/\n(?=\*\*)/)
  .slice(1)

/** Tests are cited as a link to their file, followed by their titles: `[name](../file) "title", "title"`. */
const cited = promises.flatMap((text) =>
  [...text.matchAll(/\]\(([^)]+)\)((?:,? "[^"]+")*)/g)].map(([, file = '', titles = '']) => ({
    file,
    titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
  })),
)

it('cites tests that exist', () => {
  expect(cited.length).toBeGreaterThan(20)
  for (const { file, titles } of cited) {
    const at = path.join(docs, file)
    expect(existsSync(at), `${file} does not exist`).toBe(true)
    const text = titles.length > 0 ? readFileSync(at, 'utf8') : ''
    for (const title of titles) expect(text, `${file} has no test of that title`).toContain(title)
  }
})

it.each(promises.map((text) => [text.split('\n')[0], text]))(
  'says what it costs, what breaks it, what holds it: %s',
  (_, text) => {
    for (const word of ['- Costs: ', '- Breaks it: ', '- Held by: ']) expect(text).toContain(word)
    expect(text).toMatch(/- Held by: .*\]\(/)
  },
)
