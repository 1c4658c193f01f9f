'use client'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { remember, useRemembered } from '../remembered.ts'

const NEXT: Readonly<Record<string, string | null>> = { system: 'light', light: 'dark', dark: null }

/** System, light, dark, and around again; the system decides where nobody chose. */
export function ThemeButton() {
  const theme = useRemembered('theme') ?? 'system'
  const label = `Theme: ${theme}`
  return (
    <Button
      variant="quiet"
      icon
      aria-label={label}
      title={label}
      onClick={() => remember('theme', NEXT[theme] ?? null)}
    >
      <Icon name="theme" />
    </Button>
  )
}
