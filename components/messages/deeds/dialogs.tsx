'use client'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Subscription } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { noDuplicateWords } from './deeds.ts'

interface AskProps {
  open: boolean
  subscription: Subscription
  seq: number
  onClose: () => void
  onConfirm: () => Promise<unknown>
}

export function GiveUp({ open, subscription: { name }, seq, onClose, onConfirm }: AskProps) {
  return (
    <Confirm
      open={open}
      onClose={onClose}
      onConfirm={onConfirm}
      title={`Make ${count(seq)} a dead letter of ${name}?`}
      deed={`Give up ${count(seq)}`}
      keep="Keep trying"
    >
      <p>{`${name} gets it no more. It stays among the dead letters with its payload until you redrive or delete it.`}</p>
    </Confirm>
  )
}

export function Redeliver(props: AskProps & { others: readonly string[] }) {
  const { open, subscription, seq, others, onClose, onConfirm } = props
  const { name, queue } = subscription
  return (
    <Confirm
      open={open}
      onClose={onClose}
      onConfirm={onConfirm}
      title={`Redeliver ${count(seq)} to ${name}?`}
      deed={`Redeliver to ${name}`}
      keep="Leave it as it is"
      kind="primary"
    >
      <p>{`${name} alone gets it again: the same id and payload, with a new number at the end of ${queue}. ${noDuplicateWords(others)}`}</p>
      {subscription.consumers.length === 0 && <p>{`Nobody is connected for ${name} now; it waits.`}</p>}
    </Confirm>
  )
}
