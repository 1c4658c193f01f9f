'use client'
import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Rows that come and go together. More than these are drawn only near what is seen. */
export const CHUNK_ROWS = 40
/** Drawn this far before it is seen, so that scrolling meets no blank. */
const AHEAD = '1200px 0px'

interface ChunkProps {
  columns: number
  /** The height of its rows until they were drawn once. */
  guessPx: number
  /** Drawn from the start. */
  first: boolean
  children: () => ReactNode
}

/** A part of a long table's body: its rows while they are near, else one empty row of the same height. */
export function Chunk({ columns, guessPx, first, children }: ChunkProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const height = useRef(guessPx)
  const [near, setNear] = useState(first)
  useEffect(() => {
    const element = body.current
    if (element === null) return
    const watch = new IntersectionObserver(
      (entries) => {
        const isNear = entries.at(-1)?.isIntersecting === true
        // Who stands in it with the keyboard keeps it.
        if (!isNear && element.contains(document.activeElement)) return
        if (!isNear) height.current = element.offsetHeight
        setNear(isNear)
      },
      { root: scrollerOf(element), rootMargin: AHEAD },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return (
    <tbody ref={body}>
      {near ? (
        children()
      ) : (
        <tr className="farrows">
          <td colSpan={columns} style={{ height: height.current }} />
        </tr>
      )}
    </tbody>
  )
}

/** The element that scrolls it up and down: the page's own part, or the window. */
function scrollerOf(element: Element): Element | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (at.matches('.main') && getComputedStyle(at).overflowY === 'auto') return at
  }
  return null
}
