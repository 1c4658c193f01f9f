'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { DeleteDeadLettersBody } from '@/lib/api.ts'
import { count, counted, duration } from '@/lib/format.ts'
import { deadLetterKeys, deleteLetters } from '@/lib/queries/dead-letters.ts'
import { jobKeys } from '@/lib/queries/jobs.ts'
import { ownerWords, reasonWords, type Scope, soleOwner } from '../group.ts'

/** So many are not deleted by a slip of the hand. */
const TYPED_FROM = 50
/** The broker waits so long before it begins: until then nothing was deleted. */
export const UNDO_MS = 10_000

interface DeleteLettersProps {
  open: boolean
  scope: Scope
  chosen: number
  body: DeleteDeadLettersBody
  onClose: () => void
}

export function DeleteLetters({ open, scope, chosen, body, onClose }: DeleteLettersProps) {
  const client = useQueryClient()
  const whose = ownerWords(scope)
  const sole = soleOwner(scope)
  async function run() {
    await deleteLetters({ ...body, delayMs: UNDO_MS })
    await Promise.all([
      client.invalidateQueries({ queryKey: jobKeys.all }),
      client.invalidateQueries({ queryKey: deadLetterKeys.all }),
    ])
  }
  const [it, is, gets] = chosen === 1 ? ['It', 'is', 'it'] : ['They', 'are', 'them']
  const never = sole === null ? `nobody gets ${gets}` : `${whose} never gets ${gets}`
  return (
    <Confirm
      open={open}
      onClose={onClose}
      onConfirm={run}
      title={`Delete ${counted(chosen, 'dead letter')} of ${whose}?`}
      deed={`Delete ${count(chosen)}`}
      keep={chosen === 1 ? 'Keep it' : 'Keep them'}
      {...(chosen >= TYPED_FROM && { typed: sole?.subscription ?? `delete ${chosen}` })}
    >
      {sole !== null && (
        <p>
          {`From ${sole.queue}, `}
          {scope.group === null ? (
            counted(scope.groups.length, 'reason')
          ) : (
            <span dir="auto">{reasonWords(scope.group.reason)}</span>
          )}
          .
        </p>
      )}
      <p>{`${it} ${is} gone for good and ${never}.`}</p>
      <p>{`It begins ${duration(UNDO_MS)} after you confirm: until then it can be undone, after that it cannot.`}</p>
    </Confirm>
  )
}
