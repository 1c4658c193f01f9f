'use client'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import type { DeadLetterReason, DeleteDeadLettersBody } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { deadLetterKeys, redriveLetters } from '@/lib/queries/dead-letters.ts'
import { jobKeys } from '@/lib/queries/jobs.ts'
import { queueOptions } from '@/lib/queries/queues.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'
import { DeleteLetters } from './delete-letters.tsx'
import { type Pace, PaceFields, perSecondOf, tryFirstOf } from './pace.tsx'
import { consequencesOf } from './words.ts'

interface RedrivePanelProps {
  picked: DeadLetterReason
  chosen: number
  /** More are named one by one than the broker takes. */
  tooMany: boolean
  body: DeleteDeadLettersBody
  onDone: () => void
}

/** What a redrive of the selection does, how fast, and the button; or the other way, deleting them. */
export function RedrivePanel({ picked, chosen, tooMany, body, onDone }: RedrivePanelProps) {
  const { subscription } = picked
  const id = useId()
  const [pace, setPace] = useState<Pace>({ speed: '20', first: '5' })
  const [deleting, setDeleting] = useState(false)
  const { own, others, queue } = useSituation(picked)
  const redrive = useRedrive(onDone)
  const now = useNow() ?? 0
  const perSecond = perSecondOf(pace)
  const ready = chosen > 0 && !tooMany && !redrive.isPending && own !== undefined
  const start = () => ready && redrive.mutate({ ...body, perSecond, tryFirst: tryFirstOf(pace, chosen) })
  const title = `Redrive ${count(chosen)} to ${subscription}`
  return (
    <aside className="panel flat" aria-labelledby={id}>
      <header className="padded">
        <h2 id={id}>{chosen === 0 ? 'Nothing is selected' : title}</h2>
      </header>
      {chosen > 0 && (
        <>
          <section>
            <h3>What will happen</h3>
            <ul className="cons">
              {consequencesOf({ group: picked, total: chosen, perSecond, own, others, queue }, now).map((one) => (
                <li key={one.text} className={one.warn ? 'warn' : undefined}>
                  <Icon name={one.icon} />
                  <span>{one.text}</span>
                </li>
              ))}
            </ul>
          </section>
          {own !== undefined && <PaceFields pace={pace} total={chosen} onPace={setPace} />}
        </>
      )}
      <section className="deedrow">
        {own !== undefined && (
          <Button variant="primary" aria-disabled={ready ? undefined : true} onClick={start}>
            {chosen === 0 ? `Redrive to ${subscription}` : title}
          </Button>
        )}
        <Button
          variant="danger"
          aria-disabled={chosen > 0 && !tooMany ? undefined : true}
          onClick={() => chosen > 0 && !tooMany && setDeleting(true)}
        >
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
        <p className="hint">
          You can stop a redrive at any time; what has not been added stays dead. Running it again repeats nothing.
        </p>
      </section>
      <DeleteLetters
        open={deleting}
        subscription={subscription}
        chosen={chosen}
        body={body}
        onClose={() => setDeleting(false)}
      />
    </aside>
  )
}

/** The subscription as it is now, its neighbours and its queue; all may be gone, letters outlive them. */
function useSituation({ queue: name, subscription }: DeadLetterReason) {
  const list = useInfiniteQuery(subscriptionListOptions(null))
  const { data: queue } = useQuery({ ...queueOptions(name), retry: false })
  const all = list.data?.pages.flatMap((page) => page.items).filter((one) => one.queue === name) ?? []
  return {
    own: all.find((one) => one.name === subscription),
    others: all.filter((one) => one.name !== subscription).map((one) => one.name),
    queue,
  }
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
