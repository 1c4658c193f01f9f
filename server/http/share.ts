import type { MiddlewareHandler } from 'hono'
import { TAB_HEADER } from '../../lib/tab-header.ts'
import type { Answer, SharedAnswers } from '../answers.ts'

/** What tabs read is shared among them. Who writes clears it first and last, and so reads what it wrote. */
export const shareAnswers =
  (shared: SharedAnswers | undefined): MiddlewareHandler =>
  async (c, next) => {
    if (shared === undefined) return next()
    if (c.req.method !== 'GET') return cleared(shared, next)
    if (!shared.isFor(c.req.header(TAB_HEADER))) return next()
    const kept = shared.find(c.req.url)
    const found = kept === null ? null : await kept
    if (found !== null) return c.body(found.text, 200, { 'content-type': found.type })
    const share = promised(shared, c.req.url)
    try {
      await next()
      share(await copyOf(c.res))
    } finally {
      share(null)
    }
  }

async function cleared(shared: SharedAnswers, next: () => Promise<void>): Promise<void> {
  shared.clear()
  try {
    await next()
  } finally {
    shared.clear()
  }
}

function promised(shared: SharedAnswers, address: string): (answer: Answer | null) => void {
  let share: (answer: Answer | null) => void = () => undefined
  const answer = new Promise<Answer | null>((resolve) => {
    share = resolve
  })
  shared.keep(address, answer)
  return share
}

/** Only what was answered, and whole. */
async function copyOf(response: Response): Promise<Answer | null> {
  const type = response.headers.get('content-type')
  if (response.status !== 200 || type === null || !type.startsWith('application/json')) return null
  return { text: await response.clone().text(), type }
}
