'use client'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { StateMark } from '@/components/ui/state.tsx'
import { count, counted, duration, perSecond, SECOND_MS } from '@/lib/format.ts'
import { alike } from './alike.ts'
import type { Progress, Refused } from './run.ts'
import type { ManyRun, useMany } from './use-many.ts'

/** Rows of refusals that are drawn; the export has them all. */
const DRAWN = 50

/** How far a run is, how fast, and what became of each. */
export function RunCard({ many }: { many: ReturnType<typeof useMany> }) {
  const { run } = many
  if (run === null) return null
  const { progress, total, state } = run
  const again = progress.refused.filter((one) => one.message !== undefined).length
  return (
    <Card
      title={titleOf(run)}
      actions={<Deeds many={many} run={run} again={again} />}
      className="runcard"
      live="polite"
    >
      <div className="pad stack">
        <progress value={progress.done} max={total} aria-label="Published of all" />
        <p>{`${count(progress.done)} of ${count(total)}${rateOf(run)}`}</p>
        <p className="soft">{outcome(progress)}</p>
        {state === 'halted' && (
          <p className="bad" role="alert">
            {`The broker takes none now, so it stopped there: ${progress.refused.at(-1)?.reason ?? ''}`}
          </p>
        )}
      </div>
      {progress.refused.length > 0 && <RefusedTable refused={progress.refused} />}
    </Card>
  )
}

function Deeds({ many, run, again }: { many: ReturnType<typeof useMany>; run: ManyRun; again: number }) {
  if (run.state === 'running')
    return (
      <Button small onClick={many.cancel}>
        Stop
      </Button>
    )
  const left = run.state === 'done' ? 0 : run.total - run.progress.done
  const rows = () => run.progress.refused.map(({ message, ...one }) => ({ ...one, ...message }))
  return (
    <>
      {run.progress.refused.length > 0 && <ExportMenu name={`${run.queue}-refused`} rows={rows} />}
      {again + left > 0 && (
        <Button small onClick={many.retry}>
          {left > 0 ? `Go on with ${count(again + left)}` : `Try the refused ${count(again)} again`}
        </Button>
      )}
      <Button variant="quiet" small className="end" onClick={many.clear}>
        Clear
      </Button>
    </>
  )
}

function titleOf({ state, queue }: ManyRun): string {
  if (state === 'running') return `Publishing to ${queue}`
  if (state === 'done') return `Published to ${queue}`
  return state === 'halted' ? `Halted: ${queue} takes none now` : `Stopped publishing to ${queue}`
}

function rateOf({ progress, tookMs, state }: ManyRun): string {
  if (tookMs === 0 || progress.done === 0) return ''
  const rate = `${perSecond(progress.done / (tookMs / SECOND_MS))}/s`
  return state === 'running' ? `, ${rate}` : ` in ${duration(tookMs)}, ${rate}`
}

/** "99 stored, 48,230 to 48,328; 1 refused". Others may publish meanwhile, so the numbers are the first and the last. */
function outcome({ stored, duplicates, sent, scheduled, firstSeq, lastSeq, refused }: Progress): string {
  const place = firstSeq === null || lastSeq === null ? '' : ` as ${count(firstSeq)} to ${count(lastSeq)}`
  const parts = [
    stored > 0 && `${count(stored)} stored${place}`,
    sent > 0 && `${count(sent)} sent in real time`,
    scheduled > 0 && `${count(scheduled)} scheduled`,
    duplicates > 0 && `${counted(duplicates, 'duplicate')}, stored before`,
    refused.length > 0 && `${count(refused.length)} refused`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'Nothing is answered yet.' : `${parts.join('; ')}.`
}

function RefusedTable({ refused }: { refused: readonly Refused[] }) {
  const rows = alike(refused)
  return (
    <table className="results">
      <thead>
        <tr>
          <th scope="col">Answer</th>
          <th scope="col" className="num">
            Line
          </th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, DRAWN).map(({ first, last, count: times }) => (
          <tr key={first.line}>
            <td>
              <StateMark state="dead">
                {`${first.message === undefined ? 'not sent' : 'refused'}${times > 1 ? ` ${count(times)}` : ''}`}
              </StateMark>
            </td>
            <td className="num">
              {first === last ? count(first.line) : `${count(first.line)} to ${count(last.line)}`}
            </td>
            <td className="reasoncell">
              {first.code !== null && <b className="mono">{first.code} </b>}
              <span className="soft">{first.reason}</span>
            </td>
          </tr>
        ))}
        {rows.length > DRAWN && (
          <tr>
            <td colSpan={3} className="soft">{`${count(rows.length - DRAWN)} more; Export has them all.`}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
