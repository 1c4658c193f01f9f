'use client'
import { type KeyboardEvent, useState } from 'react'
import { Glyph } from '@/components/ui/state.tsx'
import { deliveryHref } from '@/lib/links.ts'
import { type Lab, labelOf } from '@/lib/scenario/lab/lab.ts'
import type { LabState } from '@/lib/scenario/lab/state.ts'
import { type Lane, type Run, STRIP_LENGTH, strip } from '../model/tiles.ts'

interface TileStripProps {
  lab: Lab
  state: LabState
  who: string
  lane: Lane
  /** "14 of 14 received" */
  received: number
}

/** One tile per message, the same place in both lanes. One tab stop; arrows read the tiles. */
export function TileStrip({ lab, state, who, lane, received }: TileStripProps) {
  const { tiles, runs } = strip(state, who, lane)
  const [at, setAt] = useState(0)
  const current = Math.min(at, Math.max(0, tiles.length - 1))
  function move(event: KeyboardEvent<HTMLOListElement>) {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: tiles.length - 1 }[event.key]
    if (to === undefined || to < 0 || to >= tiles.length) return
    event.preventDefault()
    setAt(to)
    event.currentTarget.querySelectorAll('a')[to]?.focus()
  }
  if (tiles.length === 0) return <Ghosts />
  return (
    <ol className="tiles" aria-label={`${who}, ${lane === 'realtime' ? 'real time' : 'queued'}`} onKeyDown={move}>
      {tiles.map((tile, index) => (
        <li key={tile.number} style={{ gridColumn: index + 1 }}>
          {/* In a tab of its own: leaving this page would end the run. */}
          <a
            className={`tile ${tile.look}`}
            href={deliveryHref(lab.place.queue, tile.id, labelOf(lab.place.run, who))}
            target="_blank"
            rel="noreferrer"
            title={`${tile.number}: ${tile.word}. Open its delivery in a new tab`}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setAt(index)}
          >
            {tile.number}
            <Glyph state={tile.shape} />
            <span className="sr">{tile.word}</span>
          </a>
        </li>
      ))}
      {runs.map((run) => (
        <Bracket key={run.from} run={run} />
      ))}
      {tiles.length > 0 && (
        <li className={runs.some((run) => run.to > SUM_FROM) ? 'sum below' : 'sum'}>
          <b>{received}</b>
          {` of ${state.messages.length} received`}
        </li>
      )}
    </ol>
  )
}

/** First column of the sum: brackets that reach it push the sum one line down. */
const SUM_FROM = STRIP_LENGTH - 3

function Bracket({ run }: { run: Run }) {
  const gridColumn = `${run.from} / ${run.to}`
  return (
    <>
      <li className={`brk ${run.tone}`} style={{ gridColumn }} aria-hidden="true" />
      <li className={`brkt ${run.tone}`} style={{ gridColumn }}>
        {run.words}
      </li>
    </>
  )
}

/** Where tiles will be. */
function Ghosts() {
  return (
    <div className="tiles ghosts" aria-hidden="true">
      {GHOSTS.map((column) => (
        <span key={column} className="tile ghost" style={{ gridColumn: column }} />
      ))}
    </div>
  )
}

const GHOSTS = Array.from({ length: STRIP_LENGTH }, (_, index) => index + 1)
