'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { StateMark } from '@/components/ui/state.tsx'
import { Time, useTimes } from '@/components/ui/time.tsx'
import type { PublishAck } from '@/lib/api.ts'
import { count, duration } from '@/lib/format.ts'
import { messageHref } from '@/lib/links.ts'
import { isSettled, type Outcome } from './outcomes.ts'
import { RefusedRow } from './refused-row.tsx'
import type { Foreseen, Result } from './results.ts'
import { useOutcomes } from './use-outcomes.ts'

interface ResultsTableProps {
  results: readonly Result[]
  onClear: () => void
  onAgain: (result: Result) => void
  /** All went to one queue: it is not named with each. */
  fixed: boolean
}

/** What was published from this tab, what the broker said, and what became of it. */
export function ResultsTable({ results, onClear, onAgain, fixed }: ResultsTableProps) {
  const outcomes = useOutcomes(results)
  if (results.length === 0) return null
  const clear = (
    <Button variant="quiet" small className="end" onClick={onClear}>
      Clear
    </Button>
  )
  return (
    <Card title="Results" sub="this tab, newest first" actions={clear}>
      <table aria-live="polite" className="results">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">Message</th>
            <th scope="col">Went to</th>
            <th scope="col" className="num when">
              Took
            </th>
            <th scope="col" className="num when">
              At
            </th>
            <th scope="col" className="num">
              Again
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => {
            const again = () => onAgain(result)
            if ('refusal' in result)
              return <RefusedRow key={result.key} result={result} refusal={result.refusal} onAgain={again} />
            const { seq } = result.answer
            const outcome = seq === null ? undefined : outcomes(result.queue, seq)
            return <TakenRow key={result.key} {...{ result, answer: result.answer, outcome, fixed }} onAgain={again} />
          })}
        </tbody>
      </table>
    </Card>
  )
}

interface TakenRowProps {
  result: Result
  answer: PublishAck
  outcome: Outcome | undefined
  fixed: boolean
  onAgain: () => void
}

function TakenRow({ result, answer, outcome, fixed, onAgain }: TakenRowProps) {
  const { queue, message, delivery } = result
  const duplicate = 'duplicate' in answer && answer.duplicate === true
  const what = `${message.event}, ${delivery === 'queued' ? 'queued' : 'real time'}`
  return (
    <tr>
      <td>
        <StateMark state={'dueAt' in answer ? 'scheduled' : 'delivered'}>
          {duplicate ? 'duplicate' : 'dueAt' in answer ? 'scheduled' : answer.seq === null ? 'sent' : 'stored'}
        </StateMark>
      </td>
      <td>
        <PageLink className="link" href={messageHref(queue, answer)}>
          {answer.seq === null ? <span className="mono">{shortId(answer.id)}</span> : count(answer.seq)}
        </PageLink>{' '}
        <span className="soft">{`${duplicate ? 'same id, stored once' : what}${fixed ? '' : `, in ${queue}`}`}</span>
      </td>
      <td>
        {'dueAt' in answer ? (
          <Due at={answer.dueAt} />
        ) : outcome === undefined ? (
          <WentTo foreseen={result.foreseen} answer={answer} duplicate={duplicate} />
        ) : (
          <Became outcome={outcome} />
        )}
      </td>
      <td className="num when">{duration(result.tookMs)}</td>
      <td className="num mono soft when">
        <Time at={result.at} />
      </td>
      <td className="num">
        <Button
          variant="quiet"
          small
          icon
          title="Publish again, as another message"
          aria-label={`Publish again: ${message.event} to ${queue}`}
          onClick={onAgain}
        >
          <Icon name="redrive" />
        </Button>
      </td>
    </tr>
  )
}

/** As the broker foretold it just before; real time also answers how many it reached. */
function WentTo({ foreseen, answer, duplicate }: { foreseen: Foreseen; answer: PublishAck; duplicate: boolean }) {
  if (duplicate) return <span className="soft">nobody again</span>
  const { durable, missed } = foreseen
  const live = 'recipients' in answer ? answer.recipients : foreseen.live
  const parts = [durable > 0 && `${durable} queued`, live > 0 && `${live} live`].filter(Boolean).join(', ')
  if (missed === 0) return parts === '' ? <span className="soft">nobody yet</span> : parts
  return (
    <>
      {`${parts === '' ? 'nobody' : parts}, `}
      <StateMark state="missed">{`${missed} missed`}</StateMark>
    </>
  )
}

/** "acked by 2 of 3", and what went wrong with the others. */
function Became({ outcome }: { outcome: Outcome }) {
  const { acked, of, dead, retrying, ended, live } = outcome
  if (of === 0) return live > 0 ? `${count(live)} live` : <span className="soft">nobody yet</span>
  return (
    <span className="became">
      <StateMark state={acked === of ? 'acked' : isSettled(outcome) ? 'dead' : 'pending'}>
        {`acked by ${count(acked)} of ${count(of)}`}
      </StateMark>
      {retrying > 0 && <StateMark state="retrying">{`${count(retrying)} retrying`}</StateMark>}
      {dead > 0 && <StateMark state="dead">{`${count(dead)} dead`}</StateMark>}
      {ended > 0 && <StateMark state="expired">{`${count(ended)} not delivered`}</StateMark>}
      {live > 0 && <span className="soft">{`${count(live)} live`}</span>}
    </span>
  )
}

/** Nobody yet, and when: its own clock counts down. */
function Due({ at }: { at: string }) {
  const left = Date.parse(at) - (useNow() ?? 0)
  const { relative } = useTimes()
  return (
    <span className="soft">
      {left > 0 ? 'due ' : 'was due '}
      <Time at={at} />
      {left > 0 && !relative && `, in ${duration(Math.ceil(left / 1_000) * 1_000)}`}
    </span>
  )
}

function shortId(id: string): string {
  return id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id
}
