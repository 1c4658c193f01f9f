import { duration } from '@/lib/format.ts'
import type { FeedState } from '../feed/state.ts'

export type LinkWords = { readonly word: string; readonly short: string; readonly tone: 'live' | 'off' | 'bad' }

/** How the connection is, in words. `now` is the reader's clock. */
export function linkWords(
  feed: Pick<FeedState, 'link' | 'paused' | 'brokenAt' | 'nextTryAt'>,
  now: number | null,
): LinkWords {
  if (feed.link === 'refused') return { word: 'A token is needed', short: 'Token needed', tone: 'bad' }
  if (feed.brokenAt !== null) {
    if (feed.nextTryAt === null) return { word: 'Reconnecting', short: 'Reconnecting', tone: 'bad' }
    const lasted = now === null ? '' : ` for ${duration(Math.max(1_000, now - feed.brokenAt)).replace(/\.\d/, '')}`
    return { word: `Not connected${lasted}`, short: 'Not connected', tone: 'bad' }
  }
  if (feed.link === 'connecting') return { word: 'Connecting', short: 'Connecting', tone: 'off' }
  if (feed.paused) return { word: 'Connected, paused', short: 'Paused', tone: 'off' }
  return { word: 'Connected, live', short: 'Live', tone: 'live' }
}
