import type { ReactNode } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { counted } from '@/lib/format.ts'
import { type Book, heldCount } from '../rows/book.ts'

interface NewRowsBarProps {
  book: Book
  reading: boolean
  /** The last refetch failed: what shows is older than it looks. */
  failed: boolean
  onShow: () => void
  /** At its right: how the rows are shown. */
  children: ReactNode
}

/** Always there, so that the rows below never move when something new comes. */
export function NewRowsBar({ book, reading, failed, onShow, children }: NewRowsBarProps) {
  const held = heldCount(book)
  if (held === 0 && !book.overflow) {
    return (
      <div className="newpill idle">
        <span className="words">{failed ? 'Could not refresh. These rows may be old.' : quietWords(reading)}</span>
        {children}
      </div>
    )
  }
  const many = `${book.overflow ? 'More than ' : ''}${counted(Math.max(held, 1), 'new message')}`
  return (
    <div className="newpill">
      <span className="words">
        <span role="status">{many}, held back while you read</span>
        <Button small onClick={onShow} title="Show them  N">
          Show them <Kbd>n</Kbd>
        </Button>
      </span>
      {children}
    </div>
  )
}

function quietWords(reading: boolean): string {
  return reading ? 'Rows stand still while you read' : 'Live: new messages come in on top'
}
