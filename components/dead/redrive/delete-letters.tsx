'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { DeleteDeadLettersBody } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { deadLetterKeys, deleteLetters } from '@/lib/queries/dead-letters.ts'
import { jobKeys } from '@/lib/queries/jobs.ts'

interface DeleteLettersProps {
  open: boolean
  subscription: string
  chosen: number
  body: DeleteDeadLettersBody
  onClose: () => void
}

export function DeleteLetters({ open, subscription, chosen, body, onClose }: DeleteLettersProps) {
  const client = useQueryClient()
  async function run() {
    await deleteLetters(body)
    await Promise.all([
      client.invalidateQueries({ queryKey: jobKeys.all }),
      client.invalidateQueries({ queryKey: deadLetterKeys.all }),
    ])
  }
  return (
    <Confirm
      open={open}
      onClose={onClose}
      onConfirm={run}
      title={`Delete ${counted(chosen, 'dead letter')} of ${subscription}?`}
      deed={`Delete ${count(chosen)}`}
      keep={chosen === 1 ? 'Keep it' : 'Keep them'}
    >
      <p>
        {chosen === 1
          ? `It is gone for good and ${subscription} never gets it.`
          : `They are gone for good and ${subscription} never gets them.`}
      </p>
    </Confirm>
  )
}
