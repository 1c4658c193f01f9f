/** Ten tabs of the dashboard in a real browser, and what passed between them and the broker. */
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { QUEUE, TAB_COUNT } from './load.ts'

const PATHS = ['/', '/queues', `/queues/${QUEUE}`, `/queues/${QUEUE}/subscriptions`, '/subscribers']
/** Nothing is asked for so long: they have loaded. What comes later comes from the load. */
const QUIET_MS = 2_500

export interface Passed {
  readonly requests: number
  /** Of answers and of the feed, as the browser received them. */
  readonly bytes: number
}

export function startBrowser(): Promise<Browser> {
  const { CHROMIUM } = process.env
  return chromium.launch({ args: ['--no-sandbox'], ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }) })
}

/** Opened one after the other and settled; a hidden one is told that nobody looks. */
export class Tabs {
  readonly #context: BrowserContext
  #requests = 0
  #bytes = 0
  #askedAt = performance.now()

  private constructor(context: BrowserContext) {
    this.#context = context
  }

  static async open(browser: Browser, url: string, hidden: boolean): Promise<Tabs> {
    const tabs = new Tabs(await browser.newContext())
    for (let i = 0; i < TAB_COUNT; i++) await tabs.#add(`${url}${PATHS[i % PATHS.length]}`, hidden)
    await tabs.#settle()
    return tabs
  }

  /** Since it was called last. */
  take(): Passed {
    const passed = { requests: this.#requests, bytes: this.#bytes }
    this.#requests = 0
    this.#bytes = 0
    return passed
  }

  close(): Promise<void> {
    return this.#context.close()
  }

  async #add(address: string, hidden: boolean): Promise<void> {
    const page = await this.#context.newPage()
    await this.#count(page)
    await page.goto(address)
    await page.getByRole('main').waitFor()
    if (hidden) await page.evaluate(hide)
  }

  /** By the browser's own books. */
  async #count(page: Page): Promise<void> {
    const books = await this.#context.newCDPSession(page)
    await books.send('Network.enable')
    books.on('Network.requestWillBeSent', () => {
      this.#requests += 1
      this.#askedAt = performance.now()
    })
    books.on('Network.loadingFinished', ({ encodedDataLength }) => {
      this.#bytes += encodedDataLength
    })
    books.on('Network.webSocketFrameReceived', ({ response }) => {
      this.#bytes += response.payloadData.length
    })
  }

  async #settle(): Promise<void> {
    for (;;) {
      const rest = this.#askedAt + QUIET_MS - performance.now()
      if (rest <= 0) break
      await new Promise((done) => setTimeout(done, rest))
    }
    this.take()
  }
}

function hide(): void {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}
