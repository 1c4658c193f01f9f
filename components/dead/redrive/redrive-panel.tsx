'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import type { DeleteDeadLettersBody } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { deadLetterKeys, redriveLetters } from '@/lib/queries/dead-letters.ts'
import { jobKeys } from '@/lib/queries/jobs.ts'
import { ownerWords, type Scope } from '../group.ts'
import { DeleteLetters } from './delete-letters.tsx'
import { type Pace, PaceFields, perSecondOf, tryFirstOf } from './pace.tsx'
import { useSituation } from './use-situation.ts'
import { consequencesOf } from './words.ts'

interface RedrivePanelProps {
  scope: Scope
  chosen: number
  /** More are named one by one than the broker takes. */
  tooMany: boolean
  body: DeleteDeadLettersBody
  onDone: () => void
}

/** What a redrive of the selection does, how fast, and the button; or the other way, deleting them. */
export function RedrivePanel({ scope, chosen, tooMany, body, onDone }: RedrivePanelProps) {
  const id = useId()
  const whom = ownerWords(scope)
  const [pace, setPace] = useState<Pace>({ speed: '20', first: '5' })
  const [deleting, setDeleting] = useState(false)
  const { redrivable, ...situation } = useSituation(scope, body, chosen)
  const redrive = useRedrive(onDone)
  const now = useNow() ?? 0
  const perSecond = perSecondOf(pace)
  const able = chosen > 0 && !tooMany
  const start = () =>
    able && !redrive.isPending && redrive.mutate({ ...body, perSecond, tryFirst: tryFirstOf(pace, chosen) })
  const title = `Redrive ${count(chosen)} to ${whom}`
  return (
    <aside className="panel flat" aria-labelledby={id}>
      <header className="padded">
        <h2 id={id}>{chosen === 0 ? 'Nothing is selected' : redrivable ? title : `${count(chosen)} of ${whom}`}</h2>
      </header>
      {chosen > 0 && (
        <>
          <section>
            <h3>What will happen</h3>
            <ul className="cons">
              {consequencesOf({ scope, total: chosen, perSecond, ...situation }, now).map((one) => (
                <li key={one.text} className={one.warn ? 'warn' : undefined}>
                  <Icon name={one.icon} />
                  <span>{one.text}</span>
                </li>
              ))}
            </ul>
          </section>
          {redrivable && <PaceFields pace={pace} total={chosen} onPace={setPace} />}
        </>
      )}
      <section className="deedrow">
        {redrivable && (
          <Button variant="primary" aria-disabled={able && !redrive.isPending ? undefined : true} onClick={start}>
            {chosen === 0 ? `Redrive to ${whom}` : title}
          </Button>
        )}
        <Button variant="danger" aria-disabled={able ? undefined : true} onClick={() => able && setDeleting(true)}>
          <Icon name="trash" />
          {chosen === 0 ? 'Delete…' : `Delete ${count(chosen)}…`}
        </Button>
        {tooMany && <p className="hint bad">At most 500 can be named one by one. Select all that match instead.</p>}
        <p className="hint" role="status">
          {redrive.data === undefined ? '' : `${counted(redrive.data.total, 'dead letter')} on the way, see Redrives.`}
        </p>
        {redrive.error !== null && (
          <p className="bad" role="alert">
            {redrive.error.message}
          </p>
        )}
        {redrivable && (
          <p className="hint">
            You can stop a redrive at any time; what has not been added stays dead. Running it again repeats nothing.
          </p>
        )}
      </section>
      <DeleteLetters open={deleting} scope={scope} chosen={chosen} body={body} onClose={() => setDeleting(false)} />
    </aside>
  )
}

function useRedrive(onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: redriveLetters,
    onSuccess: onDone,
    onSettled: () =>
      Promise.all(
        [jobKeys.all, deadLetterKeys.all].map((queryKey) => client.invalidateQueries({ queryKey: [...queryKey] })),
      ),
  })
}
