import { expect, type Page, type Route } from '@playwright/test'
import type { TestServer } from '../../../server/testing/server.ts'
import type { WorldName } from '../worlds/worlds.ts'

/** A page in one state, as it is pictured and checked. */
export interface Scene {
  /** Names its pictures: the page, then its state. */
  readonly name: string
  readonly world: WorldName
  readonly path: string
  /** Before the page opens: what of the API fails. */
  readonly before?: (page: Page) => Promise<void>
  /** After it opened: brings it into its state, and waits until that is seen. */
  readonly shown: (page: Page, broker: TestServer) => Promise<void>
  /** The browser itself complains about an answer that is to fail. */
  readonly fails?: true
}

export const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole('heading', { name }).first()).toBeVisible()
}

export const text = (words: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole('main').getByText(words).first()).toBeVisible()
}

/** What the failing API below says, and the page with it. */
export const NO_ANSWER = 'Postgres does not answer.'

/** Every answer of the API but the health and the session is a refusal: the broker cannot read. */
export const failing = async (page: Page): Promise<void> => {
  const refuse = (route: Route) =>
    route.fulfill({
      status: 503,
      json: { error: { code: 'E_STORAGE', message: NO_ANSWER, retryable: true } },
    })
  await page.route(/\/api\/(?!health|session)/, refuse)
}
