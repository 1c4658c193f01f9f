'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { LabPage, NOTHING_SHOWN, type Shown } from './page.ts'

/** The Lab for as long as the page is open. */
export function useLab(): { readonly shown: Shown; readonly page: LabPage } {
  const [page] = useState(() => new LabPage())
  useEffect(() => {
    page.open()
    // A page that comes back from the browser's own memory begins anew.
    const back = (event: PageTransitionEvent) => event.persisted && page.open()
    window.addEventListener('pagehide', page.close)
    window.addEventListener('pageshow', back)
    return () => {
      window.removeEventListener('pagehide', page.close)
      window.removeEventListener('pageshow', back)
      page.close()
    }
  }, [page])
  const shown = useSyncExternalStore(page.subscribe, page.shown, () => NOTHING_SHOWN)
  return { shown, page }
}
