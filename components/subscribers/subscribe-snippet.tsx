'use client'
import { useEffect, useState } from 'react'
import { CodeBlock, CopyButton, unmarked } from '@/components/ui/code.tsx'

/** The lines that make a subscriber, with this broker's own address. */
export function SubscribeSnippet({ queue }: { queue: string }) {
  const [origin, setOrigin] = useState('http://localhost:3000')
  useEffect(() => setOrigin(window.location.origin), [])
  const text = [
    `import { io } from 'socket.io-client'`,
    `const queue = io('${origin}/«${queue}»', { auth: { client: 'billing-1' } })`,
    `queue.on('connect', () => queue.emit('«subscribe»', { name: 'billing', delivery: '«queued»' }))`,
    `queue.on('«message»', (message, ack) => { console.log(message.payload); ack() })`,
  ].join('\n')
  return (
    <div className="pad stack snippet">
      <CodeBlock label="How to subscribe" text={text} />
      <div>
        <CopyButton text={unmarked(text)}>Copy</CopyButton>
      </div>
    </div>
  )
}
