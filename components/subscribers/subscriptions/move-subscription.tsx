'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import type { SeekAnswer, Subscription } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { queueKeys } from '@/lib/queries/queues.ts'
import { foreseenOptions, seekSubscription, subscriptionKeys } from '@/lib/queries/subscriptions.ts'
import { foreseenWords, fromOf, type Move, missingWords, movedWords } from './move.ts'

const PLACES = [
  { value: 'new', word: 'To the end' },
  { value: 'start', word: 'To the start' },
  { value: 'seq', word: 'To a seq' },
  { value: 'time', word: 'To a time' },
] as const

/** Asks where to and says what that skips or sends again; afterwards, the exact counts. */
export function MoveSubscription({ subscription, onClose }: { subscription: Subscription; onClose: () => void }) {
  const { queue, name } = subscription
  const safe = useRef<HTMLButtonElement>(null)
  const [move, setMove] = useState<Move>({ to: 'new', seq: '', time: '' })
  const seek = useSeek(subscription)
  const from = fromOf(move)
  const ready = from !== null && !seek.isPending
  const done = seek.data !== undefined
  const foreseen = useQuery({ ...foreseenOptions(queue, name, from), enabled: from !== null && !done })
  const actions = (
    <>
      <Button ref={safe} onClick={onClose}>
        {done ? 'Close' : 'Leave it where it is'}
      </Button>
      {!done && (
        <Button variant="destroy" aria-disabled={ready ? undefined : true} onClick={() => ready && seek.mutate(from)}>
          {`Move ${name}`}
        </Button>
      )}
    </>
  )
  return (
    <Dialog open onClose={onClose} title={`Move ${name}`} actions={actions} initialFocus={safe}>
      {done ? (
        <p role="status">{movedWords(seek.data)}</p>
      ) : (
        <>
          <p>{`It was sent everything up to ${count(subscription.upto)} of ${queue}. Other subscriptions stay where they are.`}</p>
          <Segmented
            wide
            label="Where to"
            value={move.to}
            options={PLACES}
            onChange={(to) => setMove({ ...move, to })}
          />
          <PlaceField move={move} onMove={setMove} />
          <p aria-live="polite">
            <b>{beforehand(move, from === null, foreseen, subscription)}</b>
          </p>
        </>
      )}
      {seek.error !== null && (
        <p className="bad" role="alert">
          {seek.error.message}
        </p>
      )}
    </Dialog>
  )
}

/** The broker's own count of what the move would do, or why there is none yet. */
function beforehand(
  move: Move,
  isMissing: boolean,
  { data, error }: { data: SeekAnswer | undefined; error: Error | null },
  subscription: Subscription,
): string {
  if (isMissing) return missingWords(move)
  if (error !== null) return error.message
  return data === undefined ? 'Counting what that does.' : foreseenWords(data, subscription)
}

function PlaceField({ move, onMove }: { move: Move; onMove: (next: Move) => void }) {
  const { zone } = useTimes()
  if (move.to === 'seq') {
    return (
      <Field
        label="First seq that it gets"
        inputMode="numeric"
        value={move.seq}
        onChange={(event) => onMove({ ...move, seq: event.target.value })}
      />
    )
  }
  if (move.to !== 'time') return null
  return (
    <Field
      label={zone === undefined ? 'Published at or after' : `Published at or after, ${zone}`}
      type="datetime-local"
      step={1}
      value={move.time}
      onChange={(event) => onMove({ ...move, time: event.target.value })}
    />
  )
}

function useSeek({ queue, name }: Subscription) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (from: Parameters<typeof seekSubscription>[2]) => seekSubscription(queue, name, from),
    onSuccess: () =>
      Promise.all(
        [subscriptionKeys.all, queueKeys.all, messageKeys.queue(queue)].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
