'use client'
import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { counted } from '@/lib/format.ts'

interface MoreRowsProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; isError: boolean; fetchNextPage: () => unknown }
  shown: number
  total: number
  noun: string
}

/** Fetches the next page as its end comes near, and by a button for those who do not scroll. */
export function MoreRows({ list, shown, total, noun }: MoreRowsProps) {
  const end = useRef<HTMLParagraphElement>(null)
  const latest = useRef(list)
  latest.current = list
  const { hasNextPage } = list
  useEffect(() => {
    const element = end.current
    if (element === null || !hasNextPage) return
    const watch = new IntersectionObserver(([entry]) => {
      const { isFetchingNextPage, isError, fetchNextPage } = latest.current
      if (entry?.isIntersecting && !isFetchingNextPage && !isError) fetchNextPage()
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [hasNextPage])
  if (!hasNextPage) return null
  return (
    <p className="cardend" ref={end}>
      {`${counted(Math.max(0, total - shown), `more ${noun}`)} `}
      <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        Show more
      </Button>
    </p>
  )
}
