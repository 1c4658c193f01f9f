'use client'
import { useState } from 'react'
import { copyText } from '@/components/ui/copy.ts'

/** How long "copied" stands in place of the id. */
const SAID_MS = 2_000

/** The id by its two ends; pressing it copies the whole. */
export function CopyId({ id }: { id: string }) {
  const [copied, setCopied] = useState(false)
  async function copy() {
    await copyText(id)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <span>
      id{' '}
      <button type="button" className="copyid mono" title={`Copy ${id}`} onClick={copy}>
        <span className="sr">Copy the id </span>
        <span aria-live="polite">{copied ? 'copied' : shortId(id)}</span>
      </button>
    </span>
  )
}

/** The two ends of a long id: "019ab3c1…9af2". */
function shortId(id: string): string {
  return id.length <= 20 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`
}
