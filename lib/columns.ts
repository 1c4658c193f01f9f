/** Which subscribers have a column of their own where a queue has more than a page can show. Broker and page agree on it. */

/** So many of each kind. */
export const COLUMNS = { queued: 30, realtime: 12 } as const

interface Client {
  readonly client: string
  readonly connected: boolean
  /** It unsubscribed: it misses nothing. */
  readonly left: boolean
}

export interface Columns {
  readonly queued: readonly string[]
  readonly realtime: readonly string[]
}

/** Who is away and wanted, then who is there, then who unsubscribed; each by name. */
export function byMatter(a: Client, b: Client): number {
  return rank(a) - rank(b) || byText(a.client, b.client)
}

const rank = ({ connected, left }: Client): number => (left ? 2 : connected ? 1 : 0)
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** `first` is asked for by name, so it has its column wherever it stands. */
export function columnsOf(subscriptions: readonly string[], clients: readonly Client[], first?: string): Columns {
  const some = (names: readonly string[], most: number): string[] => {
    const found = names.filter((name) => name === first)
    return [...found, ...names.filter((name) => name !== first)].slice(0, most)
  }
  return {
    queued: some([...subscriptions].sort(byText), COLUMNS.queued),
    realtime: some(
      [...clients].sort(byMatter).map(({ client }) => client),
      COLUMNS.realtime,
    ),
  }
}
