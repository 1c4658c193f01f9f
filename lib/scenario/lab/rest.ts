import { cellsOf, type LabState } from './state.ts'

/** Everybody who is plugged in is there, has got what was sent in real time, and holds nothing. */
export function isAtRest(state: LabState): boolean {
  return state.subscribers.every((one) => {
    if (one.left || !one.plugged) return !one.online
    if (!one.online) return false
    return cellsOf(state, one.name).every(
      (cell) => cell.realtime !== 'expected' && cell.queued !== 'waiting' && cell.queued !== 'inFlight',
    )
  })
}

/** At rest, and nothing is to be tried again. */
export function isSettled(state: LabState): boolean {
  return isAtRest(state) && [...state.cells.values()].every((cell) => cell.queued !== 'retrying')
}

/** Whoever is plugged in is there and has got all that had waited for it. */
export function isCaughtUp(state: LabState): boolean {
  return state.subscribers.every((one) => {
    if (one.left || !one.plugged) return true
    return (
      one.online && cellsOf(state, one.name).every((cell) => !cell.waited || ['acked', 'dead'].includes(cell.queued))
    )
  })
}
