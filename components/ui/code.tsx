'use client'
import { ScrollArea } from '@base-ui/react/scroll-area'
import { Fragment, type ReactNode, useState } from 'react'
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

/** A block of code that scrolls by keyboard. Words in «…» take the accent: the words of the model. */
export function CodeBlock({ text, ...region }: { text: string; label: string; className?: string }) {
  return <CodeRegion {...region}>{marked(text)}</CodeRegion>
}

/** The same around code that is coloured already. */
export function CodeRegion({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <section className={className === undefined ? 'coderegion' : `coderegion ${className}`} aria-label={label}>
      <ScrollArea.Root>
        <ScrollArea.Viewport className="code" render={<pre />}>
          {children}
        </ScrollArea.Viewport>
      </ScrollArea.Root>
    </section>
  )
}

function marked(text: string): ReactNode[] {
  let at = 0
  return text.split(/(«[^»]*»|^\/\/.*$)/m).map((part) => {
    at += part.length + 1
    if (part.startsWith('«'))
      return (
        <span key={at} className="k">
          {part.slice(1, -1)}
        </span>
      )
    if (part.startsWith('//'))
      return (
        <span key={at} className="c">
          {part}
        </span>
      )
    return <Fragment key={at}>{part}</Fragment>
  })
}

/** The text without its marks, for the clipboard. */
export function unmarked(text: string): string {
  return text.replaceAll(/[«»]/g, '')
}
