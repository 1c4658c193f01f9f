'use client'
import { useMemo, useRef } from 'react'

/**
 * Rows in the order in which they first came, so that none moves under the pointer when its figures change. New ones go
 * to the end, those that are gone leave. Another `question` (a filter, a sort, a click on "sort again") begins anew.
 */
export function useSteadyOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string, question: string) {
  const order = useRef<{ question: string; keys: readonly string[] }>({ question: '', keys: [] })
  const latest = useRef(keyOf)
  return useMemo(() => {
    const byKey = new Map(items.map((item) => [latest.current(item), item]))
    const before = order.current.question === question ? order.current.keys : []
    const keys = steady(before, [...byKey.keys()])
    order.current = { question, keys }
    return keys.flatMap((key) => byKey.get(key) ?? [])
  }, [items, question])
}

/** Known keys keep their place, new ones follow in theirs. */
export function steady(before: readonly string[], now: readonly string[]): readonly string[] {
  const here = new Set(now)
  const kept = before.filter((key) => here.has(key))
  const known = new Set(kept)
  return [...kept, ...now.filter((key) => !known.has(key))]
}
