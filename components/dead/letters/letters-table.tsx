'use client'
import { Fragment, type KeyboardEvent, useRef, useState } from 'react'
import { previewOf } from '@/components/messages/rows/preview.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Checkbox } from '@/components/ui/input/checkbox.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { useRowKeys } from '@/components/ui/table/use-row-keys.ts'
import { Time } from '@/components/ui/time.tsx'
import type { DeadLetter } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { messageHref } from '@/lib/links.ts'
import { LetterDetail } from './letter-detail.tsx'
import { isSelected, refOf, type Selection, toggled } from './selection.ts'

interface LettersTableProps {
  letters: readonly DeadLetter[]
  selection: Selection
  onSelect: (next: Selection) => void
  /** Letters of several: whose each one is stands beside it. */
  owners: boolean
  /** What editing one does; `null` where nobody would get it. */
  onEdit: (letter: DeadLetter) => (() => void) | null
}

const keyOf = (letter: DeadLetter) => `${refOf(letter)} ${letter.deadAt}`

/** One row a letter; `j` `k` walk them, `x` selects the one with the focus. */
export function LettersTable({ letters, selection, onSelect, owners, onEdit }: LettersTableProps) {
  const table = useRef<HTMLTableElement>(null)
  const [open, setOpen] = useState<string | null>(null)
  useRowKeys(table)
  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-ref]') : null
    if (event.key !== 'x' || row === null || event.metaKey || event.ctrlKey || event.altKey) return
    onSelect(toggled(selection, row.dataset.ref ?? '', letters))
    event.preventDefault()
  }
  return (
    <section className="scroll" aria-label="Dead letters table">
      <table ref={table} className="lettertable" aria-label="Dead letters" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <td className="tick" />
            <th scope="col">Seq</th>
            <th scope="col" aria-sort="descending">
              Died
            </th>
            <th scope="col">Event</th>
            <th scope="col">Key</th>
            <th scope="col">Payload</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <Fragment key={keyOf(letter)}>
              <LetterRow
                letter={letter}
                selected={isSelected(selection, letter)}
                owners={owners}
                open={open === keyOf(letter)}
                onToggle={() => onSelect(toggled(selection, refOf(letter), letters))}
                onOpen={(on) => setOpen(on ? keyOf(letter) : null)}
              />
              {open === keyOf(letter) && <LetterDetail letter={letter} columns={7} onEdit={onEdit(letter)} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface LetterRowProps {
  letter: DeadLetter
  selected: boolean
  owners: boolean
  open: boolean
  onToggle: () => void
  onOpen: (open: boolean) => void
}

function LetterRow({ letter, selected, owners, open, onToggle, onOpen }: LetterRowProps) {
  const { seq, event, key, payload, queue, id, subscription } = letter
  const href = `${messageHref(queue, { seq, id })}&who=${encodeURIComponent(`queued:${subscription}`)}`
  return (
    <tr data-ref={refOf(letter)} className={selected ? 'sel' : undefined}>
      <td className="tick">
        <Checkbox checked={selected} onChange={onToggle}>
          <span className="sr">{`Select ${count(seq)}`}</span>
        </Checkbox>
      </td>
      <th scope="row">
        <PageLink href={href}>{count(seq)}</PageLink>
      </th>
      <td className="mono soft">
        <Time at={letter.deadAt} />
      </td>
      <td>
        {event}
        {owners && <span className="owner">{`${subscription} on ${queue}`}</span>}
      </td>
      <td className="mono soft">{key ?? ''}</td>
      <td className="mono soft preview" data-l="Payload" dir="auto">
        {previewOf(payload)}
      </td>
      <td className="num">
        <Button
          variant="quiet"
          small
          icon
          aria-expanded={open}
          aria-label={`${open ? 'Hide' : 'Show'} attempts and payload of ${count(seq)}`}
          onClick={() => onOpen(!open)}
        >
          <Icon name={open ? 'up' : 'down'} />
        </Button>
      </td>
    </tr>
  )
}
