import type { StateName } from '@/components/ui/state.tsx'
import { type Cell, cellsOf, type LabState, type SubscriberName } from './state.ts'

/** Tiles of a strip: the newest ones. Both lanes show the same numbers in the same places. */
export const STRIP_LENGTH = 14

export type Lane = 'realtime' | 'queued'

export interface Tile {
  readonly number: number
  /** The stylesheet's class. */
  readonly look: 'delivered' | 'missed' | 'waiting' | 'flight' | 'retrying' | 'dead' | 'caught' | 'acked'
  readonly shape: StateName
  readonly word: string
}

/** A bracket below neighbours that share a fate; columns count from 1, `to` is exclusive. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly tone: 'missed' | 'wait' | 'caught'
  readonly words: string
}

const QUEUED_TILES: Readonly<Record<Cell['queued'], Omit<Tile, 'number'>>> = {
  waiting: { look: 'waiting', shape: 'pending', word: 'waiting' },
  inFlight: { look: 'flight', shape: 'inFlight', word: 'in flight' },
  acked: { look: 'acked', shape: 'delivered', word: 'acked' },
  retrying: { look: 'retrying', shape: 'retrying', word: 'retrying' },
  dead: { look: 'dead', shape: 'dead', word: 'dead' },
}

const REALTIME_TILES: Readonly<Record<Cell['realtime'], Omit<Tile, 'number'>>> = {
  expected: { look: 'flight', shape: 'inFlight', word: 'on its way' },
  delivered: { look: 'delivered', shape: 'delivered', word: 'delivered' },
  missed: { look: 'missed', shape: 'missed', word: 'missed' },
}

const CAUGHT: Omit<Tile, 'number'> = { look: 'caught', shape: 'delivered', word: 'caught up' }

/** The newest tiles of a subscriber in a lane, and the brackets below them. */
export function strip(
  state: LabState,
  who: SubscriberName,
  lane: Lane,
): { tiles: readonly Tile[]; runs: readonly Run[] } {
  const cells = cellsOf(state, who).slice(-STRIP_LENGTH)
  const away = state.subscribers.some((one) => one.name === who && !one.online)
  return {
    tiles: cells.map((cell) => ({ number: cell.number, ...tileOf(cell, lane) })),
    runs: runsOf(cells, lane, away),
  }
}

function tileOf(cell: Cell, lane: Lane): Omit<Tile, 'number'> {
  if (lane === 'realtime') return REALTIME_TILES[cell.realtime]
  return cell.waited && cell.queued === 'acked' ? CAUGHT : QUEUED_TILES[cell.queued]
}

function runsOf(cells: readonly Cell[], lane: Lane, away: boolean): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < cells.length; from += 1) {
    const to = endOfRun(cells, from, lane)
    if (to === from) continue
    runs.push({ from: from + 1, to: to + 1, ...runWords(cells.slice(from, to), lane, away) })
    from = to
  }
  return runs
}

function endOfRun(cells: readonly Cell[], from: number, lane: Lane): number {
  let to = from
  while (to < cells.length && isMarked(cells[to], lane)) to += 1
  return to
}

function isMarked(cell: Cell | undefined, lane: Lane): boolean {
  if (cell === undefined) return false
  return lane === 'realtime' ? cell.realtime === 'missed' : cell.waited
}

function runWords(cells: readonly Cell[], lane: Lane, away: boolean): Pick<Run, 'tone' | 'words'> {
  const count = cells.length
  // A long sentence does not fit below one or two tiles.
  const wide = count > 3
  if (lane === 'realtime')
    return { tone: 'missed', words: wide && !away ? `${count} missed while away` : `${count} missed` }
  const caught = cells.filter((cell) => cell.queued === 'acked').length
  if (caught === count) return { tone: 'caught', words: wide ? `${count} waited, all arrived` : `${count} caught up` }
  return { tone: 'wait', words: caught === 0 ? `${count} waiting` : `${caught} of ${count} arrived` }
}
