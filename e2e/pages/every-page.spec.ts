/**
 * Every page in every state that is drawn, in both themes and at three widths (720 is what a zoom of 200 % leaves of
 * 1440): accessible, nothing sticks out, nothing is said on the console. `npm run pictures` keeps what it saw.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { expect, expectAccessible } from '../support/story.ts'
import { DOING } from './scenes/doing.ts'
import { READING } from './scenes/reading.ts'
import type { Scene } from './scenes/scene.ts'
import { Worlds } from './worlds/worlds.ts'

const SCENES: readonly Scene[] = [...READING, ...DOING]
const SIZES = [
  { width: 1440, height: 900, pictured: true },
  { width: 720, height: 450, pictured: false },
  { width: 390, height: 844, pictured: true },
] as const
const THEMES = ['light', 'dark'] as const

/** The folder that pictures are kept in; without one they are not taken. */
const folder = process.env.PICTURES

const test = base.extend<object, { worlds: Worlds }>({
  worlds: [
    async ({ browserName: _ }, use) => {
      const worlds = new Worlds()
      await use(worlds)
      await worlds.dispose()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

for (const scene of SCENES) {
  test(`${scene.name}: accessible, within its width, quiet`, async ({ page, browser, worlds }) => {
    const said = listen(page, scene)
    const broker = await worlds.broker(scene.world)
    await scene.before?.(page)
    await page.goto(broker.url + scene.path)
    await scene.shown(page, broker)
    await look(page, scene.name)
    expect(said).toEqual([])
    // Other browsers that the scene opened.
    for (const context of browser.contexts()) if (context !== page.context()) await context.close()
  })
}

/** Judges the page, and keeps its pictures, at each size and in each theme. */
async function look(page: Page, name: string): Promise<void> {
  for (const { pictured, ...size } of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect.soft(await stickingOut(page), `sticks out at ${size.width}`).toEqual([])
      expect.soft(await cutOff(page), `cut off at ${size.width}`).toEqual([])
      expect.soft(await outOfTable(page), `no cell any more at ${size.width}`).toEqual([])
      await expectAccessible(page)
      if (pictured && folder !== undefined) await keep(page, `${name}-${size.width}-${colorScheme}`)
    }
  }
}

/** What the page says on its console, and errors that nobody caught. */
function listen(page: Page, scene: Scene): string[] {
  const said: string[] = []
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (scene.fails && /^(Failed to load resource|WebSocket connection to)/.test(message.text())) return
    said.push(`${message.type()}: ${message.text()}`)
  })
  return said
}

/** What is wider than the page, but for what lies in a box that scrolls by itself. */
function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const scrolls = (element: Element): boolean =>
      element !== document.documentElement && /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
    const inBox = (element: Element): boolean => {
      for (let at = element.parentElement; at !== null; at = at.parentElement) if (scrolls(at)) return true
      return false
    }
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width: own } = element.getBoundingClientRect()
      // Wholly outside is where things wait that are shown on focus.
      return own > 0 && right > 0 && (right > width + 1 || left < -1) && !inBox(element)
    })
    const whole = [...document.querySelectorAll('html, main, aside, form, [role=dialog]')]
    const sideways = whole.filter((element) => element.scrollWidth > element.clientWidth + 1)
    return [...sideways, ...wide].map((element) => element.outerHTML.slice(0, 160))
  })
}

/** Cells that a style meant for something else has taken out of their row. */
function outOfTable(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('td, th')]
      .filter((cell) => cell.parentElement !== null && getComputedStyle(cell.parentElement).display === 'table-row')
      .filter((cell) => !['table-cell', 'none'].includes(getComputedStyle(cell).display))
      .map((cell) => cell.outerHTML.slice(0, 160)),
  )
}

/** Text that ends at the edge of a box which neither scrolls nor ends it with an ellipsis. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>()
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (node.textContent?.trim() === '') continue
      range.selectNodeContents(node)
      const { left, right, width } = range.getBoundingClientRect()
      for (let box = node.parentElement; box !== null && width > 0; box = box.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(box)
        const edge = box.getBoundingClientRect()
        if (overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis') break
        if (overflowX === 'visible' || box.scrollWidth <= box.clientWidth) continue
        // Two pixels or less: for a screen reader alone.
        if (edge.width <= 2) break
        if (right > edge.right + 1 || left < edge.left - 1) found.add(node.textContent?.slice(0, 80) ?? '')
        break
      }
    }
    return [...found]
  })
}

async function keep(page: Page, name: string): Promise<void> {
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true, animations: 'disabled' })
}
