'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import type { DeadLetter } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { deadLetterKeys, sendEdited } from '@/lib/queries/dead-letters.ts'
import { checkDraft, draftOf } from './draft.ts'

// CodeMirror is the heaviest part of any page: it comes when somebody edits.
const JsonEditor = dynamic(() => import('@/components/publish/json/editor.tsx').then((part) => part.JsonEditor), {
  ssr: false,
  loading: () => <div className="jsoneditor" aria-busy="true" />,
})

/** One letter, made right by hand and sent again to its own subscription alone. */
export function EditLetter({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const { subscription, seq, queue } = letter
  const id = useId()
  const [draft, setDraft] = useState(draftOf(letter))
  const { body, changed, payloadFault, headersFault } = checkDraft(letter, draft)
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: sendEdited,
    onSuccess: () => client.invalidateQueries({ queryKey: deadLetterKeys.all }).then(onClose),
  })
  const submit = () => body !== null && !send.isPending && send.mutate(body)
  const actions = (
    <>
      <Button onClick={onClose}>Leave it as it is</Button>
      <Button variant="primary" aria-disabled={body === null || send.isPending ? true : undefined} onClick={submit}>
        {`Redrive to ${subscription}`}
      </Button>
    </>
  )
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Edit ${count(seq)} and redrive it to ${subscription}`}
      actions={actions}
    >
      <p>{`Only ${subscription} gets it: with the same id, a new number at the end of ${queue}, and what stands here. The letter leaves the list.`}</p>
      <div>
        <span className="lbl-t" id={`${id}-payload`}>
          Payload
        </span>
        <JsonEditor
          value={draft.payload}
          onChange={(payload) => setDraft((before) => ({ ...before, payload }))}
          fault={payloadFault}
          labelledBy={`${id}-payload`}
          describedBy={`${id}-fault`}
          onSubmit={submit}
        />
        <p id={`${id}-fault`} className={payloadFault === null ? 'hint' : 'hint bad'} role="status">
          {payloadFault === null ? 'JSON.' : `Line ${payloadFault.line}: ${payloadFault.message}`}
        </p>
      </div>
      <div>
        <label className="lbl-t" htmlFor={`${id}-headers`}>
          Headers
        </label>
        <textarea
          id={`${id}-headers`}
          className="editheaders mono"
          rows={3}
          spellCheck={false}
          value={draft.headers}
          aria-invalid={headersFault === null ? undefined : true}
          aria-describedby={`${id}-headers-hint`}
          onChange={(event) => {
            const headers = event.currentTarget.value
            setDraft((before) => ({ ...before, headers }))
          }}
        />
        <p id={`${id}-headers-hint`} className={headersFault === null ? 'hint' : 'hint bad'}>
          {headersFault ?? 'One a line, name: value.'}
        </p>
      </div>
      {!changed && <p className="hint">Nothing is changed yet.</p>}
      {send.error !== null && (
        <p className="bad" role="alert">
          {send.error.message}
        </p>
      )}
    </Dialog>
  )
}
