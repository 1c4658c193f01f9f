import type { Message } from '../model.ts'
import type { Counters } from '../rates/counters.ts'
import type { EventLine, Member, Queue } from '../state.ts'

/** Sends a message to every real-time subscriber of its event. Answers how many got it; drops and absences are missed. */
export function fanOut(queue: Queue, line: EventLine, message: Message, counters: Counters, now: number): number {
  let sent = 0
  let missed = line.away + queue.wildAway
  const to = (member: Member): void => {
    if (member.outlet.realtime(message)) {
      sent++
      member.link.out.add(now, 1)
    } else missed++
  }
  if (line.members !== null) for (const member of line.members) to(member)
  for (const member of queue.wildMembers) to(member)
  if (sent > 0) counters.add(queue, 'deliveredRealtime', sent, now)
  if (missed > 0) counters.add(queue, 'missed', missed, now)
  for (const tail of queue.tails) tail(message)
  return sent
}
