import type { Page } from '@playwright/test'

export interface Scrolled {
  readonly frames: number
  /** Frames in which some place of the list showed no row. */
  readonly gaps: number
  readonly slowestMs: number
  /** Pixels that were gone down. */
  readonly rows: number
}

/** Pixels in one frame: a person who pulls hard. */
const STEP = 240
const FRAMES = 200

/** Down and up again, frame by frame, looking at three places of what the list shows in each. */
export async function scrolled(page: Page, row: string): Promise<Scrolled> {
  return page
    .locator(row)
    .first()
    .evaluate(
      async (cell, { step, frames }) => {
        let scroller: Element = document.scrollingElement ?? document.documentElement
        for (let up: Element | null = cell.parentElement; up !== null; up = up.parentElement) {
          if (!/auto|scroll/.test(getComputedStyle(up).overflowY) || up.scrollHeight <= up.clientHeight) continue
          scroller = up
          break
        }
        // As methods: a function in a variable would get a helper of the compiler that the page does not have.
        const look = {
          frame() {
            return new Promise<number>((resolve) => requestAnimationFrame(resolve))
          },
          isGap() {
            const { left, width, top, height } = scroller.getBoundingClientRect()
            const bottom = Math.min(top + height, innerHeight)
            const from = Math.max(top, 0)
            return [0.4, 0.6, 0.8].some((share) => {
              const at = document.elementFromPoint(left + width / 3, from + (bottom - from) * share)
              return at?.closest('.spacer, [data-spacer]') != null
            })
          },
        }
        const seen = { frames: 0, gaps: 0, slowestMs: 0, rows: 0 }
        let before = await look.frame()
        for (const sign of [1, -1]) {
          for (let n = 0; n < frames; n += 1) {
            scroller.scrollTop += sign * step
            await look.frame()
            const now = await look.frame()
            seen.frames += 1
            seen.gaps += Number(look.isGap())
            seen.slowestMs = Math.max(seen.slowestMs, now - before)
            seen.rows = Math.max(seen.rows, scroller.scrollTop)
            before = now
          }
        }
        return { ...seen, rows: Math.round(seen.rows) }
      },
      { step: STEP, frames: FRAMES },
    )
}
