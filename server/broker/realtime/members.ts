import type { Member, Queue } from '../state.ts'
import { dropIdleLine, eventLine } from '../totals.ts'

/** Lists the member under each of its events, so that a dispatch touches only those who want it. */
export function index(member: Member): void {
  const { queue, events } = member
  queue.members.add(member)
  if (events === null) queue.wildMembers.add(member)
  else for (const event of events) membersOf(queue, event).add(member)
}

/** Takes the member off every list. */
export function unindex(member: Member): void {
  const { queue, events } = member
  queue.members.delete(member)
  if (events === null) queue.wildMembers.delete(member)
  else {
    for (const event of events) {
      queue.events.get(event)?.members?.delete(member)
      dropIdleLine(queue, event)
    }
  }
}

function membersOf(queue: Queue, event: string): Set<Member> {
  const line = eventLine(queue, event)
  line.members ??= new Set()
  return line.members
}

/** Events after more were subscribed to: all swallows the rest, so that there is one copy of each message. */
export function merged(
  before: ReadonlySet<string> | null,
  more: ReadonlySet<string> | null,
): ReadonlySet<string> | null {
  return before === null || more === null ? null : new Set([...before, ...more])
}

/** Events after some were left. `undefined`: none remain. Leaving single events of "all" is not possible: all stay. */
export function without(
  before: ReadonlySet<string> | null,
  less: ReadonlySet<string> | null,
): Member['events'] | undefined {
  if (less === null) return undefined
  if (before === null) return null
  const rest = new Set([...before].filter((event) => !less.has(event)))
  return rest.size === 0 ? undefined : rest
}
