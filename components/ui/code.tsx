'use client'
import { ScrollArea } from '@base-ui/react/scroll-area'
import { Fragment, type ReactNode } from 'react'

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
