'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { AddressAdapter } from './address/address-adapter.tsx'
import { FeedProvider } from './feed/provider.tsx'

// The feed says when something changed, so nothing is fetched again because it is old or because a window got focus.
function client(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
        retry: 1,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** What every page needs around it: queries, the address, and the one connection to the broker. */
export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(client)
  return (
    <QueryClientProvider client={queries}>
      <AddressAdapter>
        <FeedProvider>{children}</FeedProvider>
      </AddressAdapter>
    </QueryClientProvider>
  )
}
