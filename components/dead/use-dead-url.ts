'use client'
import { parseAsString, useQueryStates } from 'nuqs'

const parsers = {
  /** Which letters the page is about; empty for all. */
  queue: parseAsString.withDefault(''),
  subscription: parseAsString.withDefault(''),
  /** The group that is open: `orders/billing`, and why they died. */
  of: parseAsString,
  reason: parseAsString,
  /** The filter over its letters. */
  q: parseAsString.withDefault(''),
}

/** What a person would want to share: whose letters, the open reason, the filter over them. */
export function useDeadUrl() {
  const [url, setUrl] = useQueryStates(parsers, { history: 'replace' })
  return { ...url, setUrl }
}
