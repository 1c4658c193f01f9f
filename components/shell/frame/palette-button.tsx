'use client'
import { useContext } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { ShellActions } from '../shell-actions.ts'

/** Opens the palette; on a phone it is an icon. */
export function PaletteButton() {
  const { openPalette } = useContext(ShellActions)
  return (
    <>
      <button type="button" className="palette" aria-keyshortcuts="Meta+K Control+K" onClick={openPalette}>
        <Icon name="search" />
        Search or jump to
        <Kbd>⌘K</Kbd>
      </button>
      <Button variant="quiet" icon className="phone-only" aria-label="Search or jump to" onClick={openPalette}>
        <Icon name="search" />
      </Button>
    </>
  )
}
