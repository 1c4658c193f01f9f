'use client'
import { ButtonLink } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/code.tsx'
import type { MessageItem } from '@/lib/api.ts'
import { piece } from '@/lib/queries/request.ts'
import { asCode } from './as-code.ts'

/** Publish it again, by hand or by code. */
export function PanelActions({ message }: { message: Omit<MessageItem, 'deliveries'> }) {
  return (
    <>
      <ButtonLink
        small
        href={`/queues/${piece(message.queue)}/publish?from=${message.seq ?? `id:${piece(message.id)}`}`}
      >
        Publish again…
      </ButtonLink>
      <CopyButton quiet text={asCode(message)}>
        Copy as code
      </CopyButton>
    </>
  )
}
