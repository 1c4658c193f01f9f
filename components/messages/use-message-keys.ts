'use client'
import { useEffect, useRef } from 'react'
import { isTyping } from '@/components/shell/keys/typing.ts'

interface MessageKeys {
  onFilter: () => void
  onShowNew: () => void
  /** `null` where there is nothing to do: the key is then left to others. */
  onClose: (() => void) | null
  onNewer: (() => void) | null
  onOlder: (() => void) | null
  /** No message is open: `j` and `k` go to the rows. */
  onFirst: (() => void) | null
}

/** The keys of the messages page, wherever the focus is: `/` filter, `n` new ones, `j` `k` older and newer, Escape. */
export function useMessageKeys(keys: MessageKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return
      const action = actionOf(event.key, latest.current)
      if (action === null) return
      action()
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function actionOf(key: string, keys: MessageKeys): (() => void) | null {
  switch (key) {
    case '/':
      return keys.onFilter
    case 'n':
      return keys.onShowNew
    case 'j':
      return keys.onOlder ?? (keys.onClose === null ? keys.onFirst : null)
    case 'k':
      return keys.onNewer ?? (keys.onClose === null ? keys.onFirst : null)
    case 'Escape':
      return keys.onClose
    default:
      return null
  }
}
