'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { DeleteDeadLettersBody } from '@/lib/api.ts'
import { checkLettersOptions } from '@/lib/queries/dead-letters.ts'
import { queueOptions } from '@/lib/queries/queues.ts'
import { subscriptionListOptions, subscriptionOptions } from '@/lib/queries/subscriptions.ts'
import { type Scope, soleOwner } from '../group.ts'

/** The subscription as it is now, its neighbours, its queue; letters outlive them all. */
export function useSituation(scope: Scope, { items, filter }: DeleteDeadLettersBody, chosen: number) {
  const owner = soleOwner(scope)
  const { queue: name, subscription } = owner ?? { queue: '', subscription: '' }
  const there = owner !== null && scope.groups.every((one) => one.gone === undefined)
  const own = useQuery({ ...subscriptionOptions(name, subscription), enabled: there })
  const list = useInfiniteQuery({ ...subscriptionListOptions(name), enabled: there })
  const queue = useQuery({ ...queueOptions(name), retry: false, enabled: there })
  const check = useQuery({
    ...checkLettersOptions(items === undefined ? { filter } : { items }),
    enabled: chosen > 0,
    placeholderData: (before) => before,
  })
  const neighbours = list.data?.pages.flatMap((page) => page.items) ?? []
  return {
    own: there ? own.data : undefined,
    others: neighbours.filter((one) => one.name !== subscription).map((one) => one.name),
    queue: queue.data,
    check: check.data,
    /** Whether anybody would get them. */
    redrivable: owner === null ? scope.groups.some((one) => one.gone === undefined) : there,
  }
}
