'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { later, useLater } from '@/components/ui/overlay/later.ts'
import { typedBefore } from './typed-before.ts'

const search = later(() => import('./search.tsx'))

/** Jumps to anything that has a name, a number or an id, and does what can be done from anywhere. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(open)
  if (open && !asked) setAsked(true)
  const here = useLater(search)
  const close = useRef(onClose)
  close.current = onClose
  const begun = useRef<ReturnType<typeof typedBefore>>(null)
  useEffect(() => {
    if (!open) return
    search.come().catch(() => close.current())
    setText('')
    begun.current = typedBefore(setText, () => close.current())
    return () => begun.current?.stop()
  }, [open])
  const onFocus = useCallback((field: HTMLInputElement) => begun.current?.goOn(field), [])
  if (here === undefined) return open ? <Arriving text={text} /> : null
  return asked && <here.SearchDialog open={open} onClose={onClose} text={text} onText={setText} onFocus={onFocus} />
}

function Arriving({ text }: { text: string }) {
  return (
    <>
      <div className="backdrop" />
      <div className="pal floating" role="dialog" aria-label="Search or jump to" aria-busy="true">
        <div className="q">
          <Icon name="search" />
          <span className="grow">{text}</span>
        </div>
      </div>
    </>
  )
}
