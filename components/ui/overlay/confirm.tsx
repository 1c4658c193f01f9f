'use client'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '../button.tsx'
import { Field } from '../input/field.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmProps {
  open: boolean
  onClose: () => void
  /** Runs the deed; a rejection stays in the dialog as its reason. */
  onConfirm: () => Promise<unknown>
  /** "Delete billing?" */
  title: string
  /** The thing, the count and the consequence. */
  children: ReactNode
  /** A verb and its object with the count: "Delete billing". */
  deed: string
  /** What stays: "Keep it". */
  keep: string
  /** `primary` where nothing is lost by it. */
  kind?: 'destroy' | 'primary'
  /** Has to be typed first, where nothing brings it back. */
  typed?: string
}

/** Names the thing, the count and the consequence; focus starts where nothing can go wrong. */
export function Confirm({
  open,
  onClose,
  onConfirm,
  title,
  children,
  deed,
  keep,
  kind = 'destroy',
  typed,
}: ConfirmProps) {
  const safe = useRef<HTMLButtonElement>(null)
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const ready = !busy && (typed === undefined || text === typed)

  function close() {
    setText('')
    setFailure(undefined)
    onClose()
  }
  async function run() {
    if (!ready) return
    setBusy(true)
    try {
      await onConfirm()
      close()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The broker gave no reason.')
    } finally {
      setBusy(false)
    }
  }
  const actions = (
    <>
      <Button ref={safe} onClick={close}>
        {keep}
      </Button>
      <Button variant={kind} aria-disabled={ready ? undefined : true} onClick={run}>
        {deed}
      </Button>
    </>
  )
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      actions={actions}
      {...(typed === undefined && { initialFocus: safe })}
    >
      {children}
      {typed !== undefined && (
        <Field
          label={`Type ${typed} to confirm`}
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {failure !== undefined && (
        <p className="bad" role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  )
}
