'use client'
import { usePathname } from 'next/navigation'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/overlay/dialog.tsx'
import { KeySheet, keysOfPage } from './key-sheet.tsx'

/** The keys of this page and of everywhere, on one sheet; how it all works is a page of its own. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const path = usePathname()
  const actions = (
    <>
      <ButtonLink href="/help" onClick={onClose}>
        How Holdline works
      </ButtonLink>
      <Button onClick={onClose}>Close</Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" wide actions={actions}>
      <KeySheet groups={keysOfPage(path)} />
    </Dialog>
  )
}
