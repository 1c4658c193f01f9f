/** What the rows show. */
export interface InView {
  /** Of the rows in memory, the first and the last one in view. */
  readonly first: number
  readonly last: number
  /** The first one, counted with those above that are not in memory. */
  readonly top: number
  /** Where the reader goes; `null`: rests. */
  readonly way: 'up' | 'down' | null
}

interface InMemory {
  /** Rows in memory, and above them. */
  readonly rows: number
  readonly above: number
  /** There are older ones. */
  readonly more: boolean
  /** Older ones cost a search. */
  readonly search: boolean
}

/** Rows that are fetched before a reader on the way has come to them: a second of a hard pull. */
const ON_THE_WAY = 240
/** The same for one who rests: a screen, so that a page that was only opened fetches nothing more. */
const AT_REST = { up: 40, down: 20 } as const

/** The side on which rows have to be fetched, before the reader is there. */
export function sideOf(
  { first, last, top, way }: InView,
  { rows, above, more, search }: InMemory,
): 'above' | 'older' | null {
  if (above > 0 && (top < above || first < (way === 'up' ? ON_THE_WAY : AT_REST.up))) return 'above'
  const ahead = way === 'down' && !search ? ON_THE_WAY : AT_REST.down
  return more && last >= rows - ahead ? 'older' : null
}
