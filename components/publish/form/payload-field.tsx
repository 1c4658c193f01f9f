'use client'
import { type ReactNode, useId, useMemo } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { StateMark } from '@/components/ui/state.tsx'
import { bytes, counted } from '@/lib/format.ts'
import { LIMITS } from '@/lib/protocol.ts'
import { type JsonCheck, placeOf } from '../json/check.ts'
import { JsonEditor } from '../json/editor.tsx'
import { roundedIn } from '../json/rounding.ts'

interface PayloadFieldProps {
  text: string
  /** The same with its values generated. */
  sent: string
  json: JsonCheck
  onChange: (next: string) => void
  onSubmit: () => void
  /** Puts the newest message's payload in; absent where there is none to take. */
  onFill: (() => void) | undefined
  /** Not where values are to be generated: only the marks are kept. */
  canFormat: boolean
  /** More ways to fill it, beside that one. */
  menu: ReactNode
}

/** The payload, with what is wrong with it said below it, or its size and depth. */
export function PayloadField({ text, sent, json, onChange, onSubmit, onFill, canFormat, menu }: PayloadFieldProps) {
  const id = useId()
  return (
    <div>
      <div className="edhead">
        <span className="lbl-t" id={id}>
          Payload
        </span>
        <span className="grow" />
        {menu}
        {onFill !== undefined && (
          <Button variant="quiet" small onClick={onFill}>
            Fill from a recent message
          </Button>
        )}
        {canFormat && (
          <Button
            variant="quiet"
            small
            className="end"
            aria-disabled={json.ok ? undefined : true}
            onClick={() => json.ok && onChange(JSON.stringify(json.value, null, 2))}
          >
            Format
          </Button>
        )}
      </div>
      <JsonEditor
        value={text}
        onChange={onChange}
        fault={json.ok ? null : json.fault}
        labelledBy={id}
        describedBy={`${id}-note`}
        onSubmit={onSubmit}
      />
      <div className="edfoot" id={`${id}-note`}>
        <Verdict json={json} />
      </div>
      {json.ok && <RoundedNote text={sent} />}
    </div>
  )
}

function Verdict({ json }: { json: JsonCheck }) {
  if (!json.ok) {
    const { line, column, message } = json.fault
    return (
      <span role="alert" className="jsonfault">
        <StateMark state="dead">{`Line ${line}, column ${column}`}</StateMark>
        <span>{message}</span>
      </span>
    )
  }
  return (
    <>
      <StateMark state="delivered">valid JSON</StateMark>
      <span>{`${bytes(json.encoded.bytes)} of ${bytes(LIMITS.payloadBytes)}`}</span>
      <span className="grow" />
      <span>{`depth ${json.depth} of ${LIMITS.payloadDepth}`}</span>
    </>
  )
}

/** Numbers that arrive as others. It is no fault: the message can be sent so. */
function RoundedNote({ text }: { text: string }) {
  const rounded = useMemo(() => roundedIn(text), [text])
  const [first] = rounded
  return (
    <p className="hint warnline rounded" aria-live="polite">
      {first !== undefined && (
        <>
          <Icon name="warn" />
          <span>
            {`Line ${placeOf(text, first.at).line}: `}
            <span className="mono">{first.written}</span>
            {' is sent as '}
            <span className="mono">{first.sent}</span>
            {`${rounded.length > 1 ? `, and ${counted(rounded.length - 1, 'more number')} are rounded` : ''}. In quotes it stays as it is.`}
          </span>
        </>
      )}
    </p>
  )
}
