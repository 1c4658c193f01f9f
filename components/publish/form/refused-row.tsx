'use client'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { StateMark } from '@/components/ui/state.tsx'
import { clock, duration } from '@/lib/format.ts'
import { settingsHref } from '@/lib/links.ts'
import type { Refusal, Result } from './results.ts'

interface RefusedRowProps {
  result: Result
  refusal: Refusal
  onAgain: () => void
}

/** A publish that was not taken: its code, why, and what to do about it. */
export function RefusedRow({ result, refusal, onAgain }: RefusedRowProps) {
  const { code, message } = refusal
  const { event } = result.message
  return (
    <tr>
      <td>
        <StateMark state={code === null ? 'retrying' : 'dead'}>{code === null ? 'no answer' : 'refused'}</StateMark>
      </td>
      <td colSpan={2} className="reasoncell">
        {code !== null && <b className="mono">{code} </b>}
        {sentence(message)} <span className="soft">{whatToDo(code, result.queue)}</span>
        <div>
          <Button small aria-label={`Publish again: ${event} to ${result.queue}`} onClick={onAgain}>
            Publish again
          </Button>
        </div>
      </td>
      <td className="num when">{duration(result.tookMs)}</td>
      <td className="num mono soft when">{clock(result.at)}</td>
      <td />
    </tr>
  )
}

/** What it means for the message, and the way on. Its id keeps a second try from doubling it. */
function whatToDo(code: string | null, queue: string): ReactNode {
  switch (code) {
    case null:
      return 'It may have been stored. Publish it again: it is stored once.'
    case 'E_FULL':
      return (
        <>
          {'It was not taken. Its limit is in the '}
          <PageLink className="link" href={settingsHref(queue)}>{`settings of ${queue}`}</PageLink>.
        </>
      )
    case 'E_UNKNOWN_QUEUE':
      return `It was not taken. Create ${queue} above, then publish it again.`
    case 'E_STORAGE':
      return 'It was not taken. Publish it again when storage is back.'
    case 'E_BUSY':
    case 'E_RATE':
    case 'E_CLOSING':
      return 'It was not taken. Publish it again in a moment.'
    default:
      return 'It was not taken. Change the form, then publish it.'
  }
}

/** The broker's messages have no full stop where they can be a part of another sentence. */
function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}
