'use client'
import { Popover } from '@/components/ui/overlay/popover.tsx'
import { useFeed } from '../feed/provider.tsx'
import { useNow } from '../use-now.ts'
import { linkWords } from './link-words.ts'
import { LinkDot, StatusBar } from './status-bar.tsx'

/** On a phone the status bar is a dot with a word, which opens it. */
export function PhoneStatus() {
  const now = useNow()
  const feed = useFeed((state) => state)
  return (
    <Popover
      trigger={
        <button type="button" className="phonestatus phone-only">
          <LinkDot words={linkWords(feed, now)} short />
        </button>
      }
      className="menu statussheet"
    >
      <StatusBar />
    </Popover>
  )
}
