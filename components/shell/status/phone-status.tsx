'use client'
import { Popover } from '@base-ui/react/popover'
import { useFeed } from '../feed/provider.tsx'
import { useNow } from '../use-now.ts'
import { linkWords } from './link-words.ts'
import { LinkDot, StatusBar } from './status-bar.tsx'

/** On a phone the status bar is a dot with a word, which opens it. */
export function PhoneStatus() {
  const now = useNow()
  const feed = useFeed((state) => state)
  return (
    <Popover.Root>
      <Popover.Trigger className="phonestatus phone-only">
        <LinkDot words={linkWords(feed, now)} short />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" align="end" sideOffset={4}>
          <Popover.Popup className="menu statussheet">
            <StatusBar />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
