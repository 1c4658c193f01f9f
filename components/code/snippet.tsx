'use client'
import { Fragment, type ReactNode } from 'react'
import { CodeRegion } from '@/components/ui/code.tsx'
import { count } from '@/lib/format.ts'

/** What is drawn of a very long payload; what is copied is whole. */
const DRAWN = 20_000

/** A program, with the words of the model in the accent and its comments quiet. */
export function Snippet({ text, label }: { text: string; label: string }) {
  const shown = text.length > DRAWN ? text.slice(0, DRAWN) : text
  return (
    <CodeRegion label={label}>
      {coloured(shown)}
      {shown !== text && (
        <span className="c">{`\n… ${count(text.length - DRAWN)} more characters; what you copy has them all`}</span>
      )}
    </CodeRegion>
  )
}

const FIELDS = 'queue|event|payload|delivery|id|key|delayMs|ttlMs|headers'
// A comment on a line of its own or at the end of one, a field of the message, a word of the wire.
const PARTS = new RegExp(
  `(^\\s*(?://|#) .*$|(?<=[);]) // .*$|^(?:  |    )["']?(?:${FIELDS})["']?(?=: )|'(?:publish|subscribe|message)'(?=,))`,
  'm',
)

function coloured(text: string): ReactNode[] {
  let at = 0
  return text.split(PARTS).map((part, index) => {
    at += part.length + 1
    if (index % 2 === 0) return <Fragment key={at}>{part}</Fragment>
    return (
      <span key={at} className={/^\s*(?:\/\/|#) /.test(part) ? 'c' : 'k'}>
        {part}
      </span>
    )
  })
}
