'use client'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { download } from '@/components/ui/download.ts'
import { Icon } from '@/components/ui/icon.tsx'
import { BOUNDS, isCut, jsonLines, type Line, type Piece, WIDE_BOUNDS } from './json-lines.ts'

interface PayloadProps {
  value: unknown
  /** What its file is called, without its ending. */
  name: string
}

/** The payload, folded where it is long; the copy and the file are whole. */
export function Payload({ value, name }: PayloadProps) {
  const [wide, setWide] = useState(false)
  const lines = useMemo(() => jsonLines(value, wide ? WIDE_BOUNDS : BOUNDS), [value, wide])
  const whole = useMemo(() => JSON.stringify(value, null, 2), [value])
  return (
    <section aria-label="Payload">
      <h3>
        Payload
        <span className="sub">
          <CopyButton text={whole} quiet />
          <Button small variant="quiet" onClick={() => download(`${name}.json`, `${whole}\n`, 'application/json')}>
            <Icon name="download" />
            Download
          </Button>
        </span>
      </h3>
      <pre className="code wrapped">
        {numbered(lines).map(([key, line]) => (
          <PrintedLine key={key} line={line} />
        ))}
      </pre>
      {!wide && isCut(lines) && (
        <Button small onClick={() => setWide(true)}>
          Show more of it
        </Button>
      )}
      {wide && isCut(lines) && <p className="hint">The rest is in the copy and the download.</p>}
    </section>
  )
}

/** What a list has of a large payload, until the whole message is there. */
export function PayloadPreview({ text }: { text: string }) {
  return (
    <section aria-label="Payload" aria-busy="true">
      <h3>Payload</h3>
      <pre className="code wrapped">
        <bdi>{`${text}…`}</bdi>
      </pre>
    </section>
  )
}

function PrintedLine({ line }: { line: Line }) {
  return (
    <span className="jsonline" style={{ paddingLeft: `${line.indent * 2}ch` }}>
      {numbered(line.pieces).map(([key, piece]) => (
        <PrintedPiece key={key} piece={piece} />
      ))}
      {'\n'}
    </span>
  )
}

/** Text that runs from right to left stays within its quotes: what stands around it keeps its place. */
function PrintedPiece({ piece: { kind, text } }: { piece: Piece }) {
  if (kind === 'value' || kind === 'key') return <bdi className={CLASSES[kind]}>{text}</bdi>
  return <span className={CLASSES[kind]}>{text}</span>
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
