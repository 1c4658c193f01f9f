import type { StateName } from '@/components/ui/state.tsx'
import { tenths } from '@/lib/format.ts'
import { type CatchUp, catchUp } from '@/lib/scenario/lab/counts.ts'
import { type Cell, cellKey, type LabState } from '@/lib/scenario/lab/state.ts'

/** Tiles of a strip: the newest ones. Both lanes show the same numbers in the same places. */
export const STRIP_LENGTH = 14

export type Lane = 'realtime' | 'queued'

export interface Tile {
  readonly number: number
  /** The message's. */
  readonly id: string
  /** The stylesheet's class. */
  readonly look: 'delivered' | 'missed' | 'waiting' | 'flight' | 'retrying' | 'dead' | 'caught' | 'acked' | 'none'
  readonly shape: StateName
  readonly word: string
}

type Look = Omit<Tile, 'number' | 'id'>

/** A bracket below neighbours that share a fate; columns count from 1, `to` is exclusive. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly tone: 'missed' | 'wait' | 'caught'
  readonly words: string
}

const QUEUED_TILES: Readonly<Record<Cell['queued'], Look>> = {
  waiting: { look: 'waiting', shape: 'pending', word: 'waiting' },
  inFlight: { look: 'flight', shape: 'inFlight', word: 'in flight' },
  acked: { look: 'acked', shape: 'delivered', word: 'acked' },
  retrying: { look: 'retrying', shape: 'retrying', word: 'retrying' },
  dead: { look: 'dead', shape: 'dead', word: 'dead' },
  none: { look: 'none', shape: 'purged', word: 'not kept' },
}

const REALTIME_TILES: Readonly<Record<Cell['realtime'], Look>> = {
  expected: { look: 'flight', shape: 'inFlight', word: 'on its way' },
  delivered: { look: 'delivered', shape: 'delivered', word: 'delivered' },
  missed: { look: 'missed', shape: 'missed', word: 'missed' },
}

const NOT_ITS_EVENT: Look = { look: 'none', shape: 'purged', word: 'not for it' }

const CAUGHT: Look = { look: 'caught', shape: 'delivered', word: 'caught up' }

/** The newest tiles of a subscriber in a lane, and the brackets below them. */
export function strip(state: LabState, who: string, lane: Lane): { tiles: readonly Tile[]; runs: readonly Run[] } {
  const messages = state.messages.slice(-STRIP_LENGTH)
  const cells = messages.map((message) => state.cells.get(cellKey(who, message.id)))
  const away = state.subscribers.some((one) => one.name === who && !one.online)
  return {
    tiles: messages.map(({ id, number }, index) => ({ id, number, ...tileOf(cells[index], lane) })),
    runs: runsOf(cells, lane, away, catchUp(state, who)),
  }
}

function tileOf(cell: Cell | undefined, lane: Lane): Look {
  if (cell === undefined) return NOT_ITS_EVENT
  if (lane === 'realtime') return REALTIME_TILES[cell.realtime]
  return cell.waited && cell.queued === 'acked' ? CAUGHT : QUEUED_TILES[cell.queued]
}

type Cells = readonly (Cell | undefined)[]

function runsOf(cells: Cells, lane: Lane, away: boolean, progress: CatchUp | null): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < cells.length; from += 1) {
    const to = endOfRun(cells, from, lane)
    if (to === from) continue
    runs.push({ from: from + 1, to: to + 1, ...runWords(cells.slice(from, to), lane, away, progress) })
    from = to
  }
  return runs
}

function endOfRun(cells: Cells, from: number, lane: Lane): number {
  let to = from
  while (to < cells.length && isMarked(cells[to], lane)) to += 1
  return to
}

function isMarked(cell: Cell | undefined, lane: Lane): boolean {
  if (cell === undefined) return false
  return lane === 'realtime' ? cell.realtime === 'missed' : cell.waited
}

function runWords(cells: Cells, lane: Lane, away: boolean, progress: CatchUp | null): Pick<Run, 'tone' | 'words'> {
  const count = cells.length
  // A long sentence does not fit below one or two tiles.
  const wide = count > 3
  if (lane === 'realtime')
    return { tone: 'missed', words: wide && !away ? `${count} missed while away` : `${count} missed` }
  const caught = cells.filter((cell) => cell?.queued === 'acked').length
  if (caught === count) return { tone: 'caught', words: wide ? `${count} waited, all arrived` : `${count} caught up` }
  if (progress === null || caught === 0) return { tone: 'wait', words: `${count - caught} waiting` }
  const left = progress.leftMs === null || !wide ? '' : `, ${tenths(progress.leftMs)} left`
  return { tone: 'wait', words: `${caught} of ${count}${left}` }
}
