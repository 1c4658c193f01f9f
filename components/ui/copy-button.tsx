'use client'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { copyText } from './copy.ts'
import { Icon } from './icon.tsx'

/** Copies `text`; says so in its own label for two seconds. */
export function CopyButton({
  text,
  children = 'Copy',
  quiet = false,
}: {
  text: string
  children?: ReactNode
  quiet?: boolean
}) {
  const [copied, setCopied] = useState(false)
  async function copy() {
    await copyText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <Button small variant={quiet ? 'quiet' : 'default'} onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span aria-live="polite">{copied ? 'Copied' : children}</span>
    </Button>
  )
}
