'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import {
  type unstable_AdapterInterface as AdapterInterface,
  unstable_createAdapterProvider as createAdapterProvider,
  renderQueryString,
} from 'nuqs/adapters/custom'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useEffect } from 'react'
import { addressSearch, arrived, writeAddress } from './writes.ts'

/** What pages keep in their address, written so that it never undoes a navigation. */
export function AddressAdapter({ children }: { children: ReactNode }) {
  const pathname = usePathname()
  useEffect(() => arrived(pathname), [pathname])
  // The outer one forgets the values of a page when the reader leaves it.
  return (
    <NuqsAdapter>
      <Writes>{children}</Writes>
    </NuqsAdapter>
  )
}

const Writes = createAdapterProvider(useWrites)

function useWrites(): AdapterInterface {
  return {
    searchParams: useSearchParams(),
    pathname: usePathname(),
    updateUrl: update,
    getSearchParamsSnapshot: snapshot,
    // How often the address is written is bounded there.
    rateLimitFactor: 0,
    autoResetQueueOnUpdate: false,
  }
}

const update: AdapterInterface['updateUrl'] = (search) => writeAddress(renderQueryString(search))
const snapshot = () => new URLSearchParams(addressSearch())
