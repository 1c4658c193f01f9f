'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { toggleRail } from '../frame/navigation.tsx'
import { SECTIONS } from '../frame/sections.ts'
import { isTyping } from './typing.ts'

/** A letter after `g` counts for so long. */
const SEQUENCE_MS = 1_500
/** No `g` was pressed. Not 0: event times count from the load of the page, which may be a moment ago. */
const LONG_AGO = Number.NEGATIVE_INFINITY

interface Keys {
  onHelp: () => void
  onPalette: () => void
  onPause: () => void
}

/** The keys that hold on every page. Those of a table are the table's own. */
export function useKeys(keys: Keys): void {
  const router = useRouter()
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    let wentAt = LONG_AGO
    function single(event: KeyboardEvent): boolean {
      if (event.key === 'g') wentAt = event.timeStamp
      else if (event.key === '[') toggleRail()
      else if (event.key === '?') latest.current.onHelp()
      else if (event.key === 'p') latest.current.onPause()
      else return false
      return true
    }
    function go(event: KeyboardEvent): boolean {
      const section = SECTIONS.find((one) => one.key === event.key)
      if (section === undefined || event.timeStamp - wentAt > SEQUENCE_MS) return false
      wentAt = LONG_AGO
      router.push(section.href)
      return true
    }
    function press(event: KeyboardEvent) {
      if (isPalette(event)) latest.current.onPalette()
      else if (event.defaultPrevented || hasModifier(event) || isTyping(event)) return
      else if (!go(event) && !single(event)) return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [router])
}

function isPalette(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.metaKey || event.ctrlKey || event.altKey
}
