'use client'
import { useOrigin } from '@/components/code/use-place.ts'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { Draft } from '../form/draft.ts'
import { linkOf } from './draft-link.ts'

/** A link to the form as it stands; absent where it would be too long for one. */
export function CopyLink({ draft }: { draft: Draft }) {
  const origin = useOrigin()
  const link = linkOf(draft)
  if (link === null) return null
  return (
    <CopyButton quiet text={`${origin}${link}`}>
      Copy link to this form
    </CopyButton>
  )
}
