'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { StateMark } from '@/components/ui/state.tsx'
import type { PublishAck } from '@/lib/api.ts'
import { clock, count, duration, moment } from '@/lib/format.ts'
import { messageHref } from '@/lib/links.ts'
import type { Refusal, Result } from './results.ts'

interface ResultsTableProps {
  results: readonly Result[]
  onClear: () => void
  onAgain: (result: Result) => void
}

/** What was published from this tab, and what the broker said. */
export function ResultsTable({ results, onClear, onAgain }: ResultsTableProps) {
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
            <th scope="col" className="num">
              Took
            </th>
            <th scope="col" className="num">
              At
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) =>
            'answer' in result ? (
              <Taken key={result.key} result={result} answer={result.answer} />
            ) : (
              <Refused key={result.key} result={result} refusal={result.refusal} onAgain={onAgain} />
            ),
          )}
        </tbody>
      </table>
    </Card>
  )
}

function Taken({ result, answer }: { result: Result; answer: PublishAck }) {
  const duplicate = 'duplicate' in answer && answer.duplicate === true
  return (
    <tr>
      <td>
        <StateMark state={'dueAt' in answer ? 'scheduled' : 'delivered'}>
          {duplicate ? 'duplicate' : 'dueAt' in answer ? 'scheduled' : answer.seq === null ? 'sent' : 'stored'}
        </StateMark>
      </td>
      <td>
        <Link className="link" href={messageHref(result.queue, answer)}>
          {answer.seq === null ? <span className="mono">{shortId(answer.id)}</span> : count(answer.seq)}
        </Link>{' '}
        <span className="soft">
          {duplicate
            ? 'same id, stored once'
            : `${result.message.event}, ${result.delivery === 'queued' ? 'queued' : 'real time'}`}
        </span>
      </td>
      <td>{wentTo(result, answer, duplicate)}</td>
      <td className="num">{duration(result.tookMs)}</td>
      <td className="num mono soft">{clock(result.at)}</td>
    </tr>
  )
}

function Refused({
  result,
  refusal,
  onAgain,
}: {
  result: Result
  refusal: Refusal
  onAgain: (result: Result) => void
}) {
  return (
    <tr>
      <td>
        <StateMark state={refusal.code === null ? 'retrying' : 'dead'}>
          {refusal.code === null ? 'no answer' : 'refused'}
        </StateMark>
      </td>
      <td colSpan={2} className="reasoncell">
        {refusal.code !== null && <b className="mono">{refusal.code} </b>}
        <span className="soft">{`${refusal.message} ${meaningOf(refusal)}`}</span>
      </td>
      <td className="num">{duration(result.tookMs)}</td>
      <td className="num">
        <Button small onClick={() => onAgain(result)}>
          Publish again
        </Button>
      </td>
    </tr>
  )
}

/** What it means for the message. Without an answer nobody knows, but its id keeps a second try from doubling it. */
function meaningOf({ code }: Refusal): string {
  return code === null ? 'It may have been stored. Publish it again: it is stored once.' : 'This message was not taken.'
}

/** As the broker foretold it just before; real time also answers how many it reached. */
function wentTo({ audience, delivery }: Result, answer: PublishAck, duplicate: boolean): ReactNode {
  if ('dueAt' in answer) return <Due at={answer.dueAt} />
  if (duplicate) return <span className="soft">nobody again</span>
  const live =
    'recipients' in answer
      ? answer.recipients
      : (audience?.now.filter((one) => one.delivery === 'realtime').length ?? 0)
  const durable =
    delivery === 'queued' && audience !== undefined
      ? [...audience.now, ...audience.waits].filter((one) => one.delivery === 'queued').length
      : 0
  const missed = delivery === 'realtime' ? (audience?.misses.length ?? 0) : 0
  const parts = [durable > 0 && `${durable} queued`, live > 0 && `${live} live`].filter(Boolean).join(', ')
  if (missed > 0) {
    return (
      <>
        {`${parts === '' ? 'nobody' : parts}, `}
        <StateMark state="missed">{`${missed} missed`}</StateMark>
      </>
    )
  }
  return parts === '' ? <span className="soft">nobody yet</span> : parts
}

/** Nobody yet, and when: its own clock counts down. */
function Due({ at }: { at: string }) {
  const left = Date.parse(at) - (useNow() ?? 0)
  return (
    <span className="soft">
      {left > 0 ? `due ${moment(at)}, in ${duration(Math.ceil(left / 1_000) * 1_000)}` : `was due ${moment(at)}`}
    </span>
  )
}

function shortId(id: string): string {
  return id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id
}
