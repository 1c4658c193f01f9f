/** The publish form: empty, full, wrong, refused, without a broker, and many at once. */
import { expect, type Page } from '@playwright/test'
import { heading, type Scene } from './scene.ts'

const FORM = '/publish?queue=orders&event=created&key=c_4417'
const FULL =
  'orders holds 512 MiB of 512 MiB, and 312 B more do not fit; purge it, let its subscriptions catch up, or raise maxBytes'

const filled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('main').getByText('search-index').first()).toBeVisible()
}

const results = (page: Page) => page.getByRole('region', { name: 'Results' })

const publishIt = (page: Page) => page.getByRole('button', { name: /Publish to orders/ }).click()

/** Publishes are answered so; everything else is the broker's. */
const answering = (answer: 'full' | 'nothing') => async (page: Page) => {
  await page.route(/\/api\/queues\/orders\/messages$/, (route) => {
    if (answer === 'nothing') return route.abort('connectionrefused')
    const error = { code: 'E_FULL', message: FULL, retryable: true }
    return route.fulfill({ status: 507, json: { error } })
  })
}

async function openMany(page: Page): Promise<void> {
  await filled(page)
  await page.getByRole('button', { name: /Many at once/ }).click()
}

async function chooseFile(page: Page): Promise<void> {
  await openMany(page)
  const lines = Array.from({ length: 1_201 }, (_, index) => (index === 600 ? '{ bad' : `{"n":${index + 1}}`))
  const file = { name: 'orders.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines.join('\n')) }
  await page.getByLabel('Or a file of payloads').setInputFiles(file)
  await expect(page.getByText('1,200 messages; 1 entry cannot be sent. Line 601:')).toBeVisible()
}

export const PUBLISH: readonly Scene[] = [
  { name: 'publish-empty', world: 'empty', path: '/publish', shown: heading('If you publish now') },
  {
    name: 'publish-full',
    world: 'busy',
    path: '/queues/orders/publish',
    shown: async (page) => {
      await page.getByRole('combobox', { name: 'Event' }).fill('created')
      await page.keyboard.press('Escape')
      await filled(page)
    },
  },
  {
    name: 'publish-wrong',
    world: 'busy',
    path: `${FORM}&payload=${encodeURIComponent('{\n  "id": 7,\n  total: 9007199254740993\n}')}`,
    shown: async (page) => {
      await filled(page)
      await expect(page.getByRole('form').getByRole('alert')).toContainText('Line 3, column 3')
    },
  },
  {
    name: 'publish-results',
    world: 'busy',
    path: `${FORM}&payload=${encodeURIComponent('{\n  "id": 9007199254740993\n}')}`,
    shown: async (page) => {
      await filled(page)
      await publishIt(page)
      await expect(results(page)).toContainText(/acked by \d of \d/)
    },
  },
  {
    name: 'publish-refused',
    world: 'busy',
    path: FORM,
    before: answering('full'),
    fails: true,
    shown: async (page) => {
      await filled(page)
      await publishIt(page)
      await expect(results(page)).toContainText('E_FULL')
    },
  },
  {
    name: 'publish-away',
    world: 'busy',
    path: FORM,
    before: answering('nothing'),
    fails: true,
    shown: async (page) => {
      await filled(page)
      await publishIt(page)
      await expect(results(page)).toContainText('no answer')
    },
  },
  {
    name: 'publish-many-file',
    world: 'busy',
    path: FORM,
    shown: chooseFile,
  },
  {
    name: 'publish-many-confirm',
    world: 'busy',
    path: FORM,
    shown: async (page) => {
      await openMany(page)
      await page.getByLabel('How many of this form').fill('5000')
      await page.getByRole('button', { name: 'Publish 5,000 to orders…' }).click()
      await expect(page.getByRole('dialog', { name: 'Publish 5,000 messages to orders?' })).toContainText('billing')
    },
  },
  {
    name: 'publish-many-halted',
    world: 'busy',
    path: FORM,
    before: answering('full'),
    fails: true,
    shown: async (page) => {
      await chooseFile(page)
      await page.getByRole('button', { name: 'Publish 1,200 to orders…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Publish 1,200' }).click()
      await expect(page.getByRole('region', { name: 'Halted: orders takes none now' })).toBeVisible()
    },
  },
]
