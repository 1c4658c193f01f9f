import type { Change, Commit } from '../ports.ts'

/** Every time that a commit tells: a broker's clock never starts before the newest. */
export function timesOf({ messages, realtime, states, changes }: Commit): number[] {
  return [
    ...messages.map(({ message }) => message.publishedAt),
    ...realtime.map(({ record }) => record.message.publishedAt),
    ...states.map(({ updatedAt }) => updatedAt),
    ...changes.flatMap(timesOfChange),
  ]
}

function timesOfChange(change: Change): number[] {
  switch (change.kind) {
    case 'putScheduled':
      return [change.scheduled.message.publishedAt]
    case 'putActivity':
      return [change.activity.at]
    case 'putJob':
      return [change.job.endedAt ?? change.job.createdAt]
    case 'putPresence':
      return [change.presence.toAt ?? change.presence.fromAt]
    default:
      return []
  }
}
