'use client'
import { useEffect, useState } from 'react'

/** Typing that rests for so long is meant: each question costs the broker a query. */
const REST_MS = 300

/** Text that is told when the typing rests; a value that was changed from elsewhere takes its place. */
export function useRestingText(value: string, onChange: (next: string) => void) {
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  // A link, the back button, "clear filter".
  if (value !== given) {
    setGiven(value)
    setText(value)
  }
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return [text, setText] as const
}
