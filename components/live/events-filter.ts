import { NAME_PATTERN } from '../../lib/protocol.ts'

/** Names of events, apart by commas or spaces; none is all of them. A name that cannot be one is said, not followed. */
export function eventsFilter(text: string): { events: readonly string[]; problems: readonly string[] } {
  const words = text
    .split(/[\s,]+/)
    .map((word) => word.replace(/^event:/, ''))
    .filter((word) => word !== '')
  return {
    events: [...new Set(words.filter((word) => NAME_PATTERN.test(word)))],
    problems: words.filter((word) => !NAME_PATTERN.test(word)).map((word) => `${word} cannot be the name of an event.`),
  }
}
