'use client'
import { useMemo } from 'react'
import { CopyButton } from '@/components/ui/code.tsx'
import { jsonLines, type Line, type Piece } from './json-lines.ts'

/** The payload, printed within bounds; the copy is whole. */
export function Payload({ value }: { value: unknown }) {
  const lines = useMemo(() => jsonLines(value), [value])
  return (
    <section aria-label="Payload">
      <h3>
        Payload
        <span className="sub">
          <CopyButton text={JSON.stringify(value, null, 2)} quiet />
        </span>
      </h3>
      <pre className="code wrapped">
        {numbered(lines).map(([key, line]) => (
          <PrintedLine key={key} line={line} />
        ))}
      </pre>
    </section>
  )
}

function PrintedLine({ line }: { line: Line }) {
  return (
    <span className="jsonline" style={{ paddingLeft: `${line.indent * 2}ch` }}>
      {numbered(line.pieces).map(([key, piece]) => (
        <span key={key} className={CLASSES[piece.kind]}>
          {piece.text}
        </span>
      ))}
      {'\n'}
    </span>
  )
}

const CLASSES: Readonly<Record<Piece['kind'], string | undefined>> = {
  key: 'k',
  punctuation: 'p',
  value: undefined,
  'left-out': 'c',
}

/** Lines of a payload never move, so their numbers are their keys. */
function numbered<Item>(items: readonly Item[]): readonly (readonly [number, Item])[] {
  return items.map((item, index) => [index, item])
}
