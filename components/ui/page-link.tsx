'use client'
import Link from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * Leads to another page of the dashboard. Its code is fetched ahead once the pointer is on it: the router keeps what it
 * fetched, so a table whose every row fetched on sight would grow for as long as rows pass by.
 */
export function PageLink(props: Omit<ComponentProps<typeof Link>, 'prefetch'>) {
  const [near, setNear] = useState(false)
  return (
    <Link
      {...props}
      prefetch={near ? null : false}
      onPointerEnter={(event) => {
        setNear(true)
        props.onPointerEnter?.(event)
      }}
    />
  )
}
