'use client'
import { useEffect, useState } from 'react'
import { useLater } from './later.ts'
import { popups } from './parts.ts'
import type { DialogProps } from './props.ts'

/** A dialog over the page. Escape and a click outside close it; focus goes back to what opened it. */
export function Dialog(props: DialogProps) {
  const { open, onClose } = props
  const [asked, setAsked] = useState(open)
  if (open && !asked) setAsked(true)
  const parts = useLater(popups)
  useEffect(() => {
    if (open) popups.come().catch(onClose)
  }, [open, onClose])
  return asked && parts !== undefined ? <parts.Dialog {...props} /> : null
}
