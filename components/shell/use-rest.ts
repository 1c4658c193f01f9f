'use client'
import { useEffect } from 'react'
import { fetchAll } from '@/components/ui/overlay/later.ts'

/** Fetches what the page did without at first, once the browser has nothing else to do: opening it waits for nothing. */
export function useRest(): void {
  useEffect(() => {
    const idle = () => {
      if ('requestIdleCallback' in window) window.requestIdleCallback(fetchAll, { timeout: 2_000 })
      else fetchAll()
    }
    if (document.readyState === 'complete') idle()
    else window.addEventListener('load', idle, { once: true })
    return () => window.removeEventListener('load', idle)
  }, [])
}
