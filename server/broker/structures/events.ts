/** `null` for all, else the set of them. */
export function eventSet(events: readonly string[]): ReadonlySet<string> | null {
  return events.includes('*') ? null : new Set(events)
}

/** As on the wire: `['*']` or the names in order. */
export function eventList(events: ReadonlySet<string> | null): readonly string[] {
  return events === null ? ['*'] : [...events].sort()
}
