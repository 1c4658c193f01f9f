/** Browsers refuse, or drop, what is written into the address more often than about 20 times a second. */
const EVERY_MS = 150

/** What is to be written, as a query string with its `?`; `null`: the address says it all. */
let waiting: string | null = null
let wroteAt = Number.NEGATIVE_INFINITY
let timer: ReturnType<typeof setTimeout> | undefined
/** The page that is being gone to: until it is there, the one that is left writes nothing. */
let leavingFor: string | null = null

/** Writes the page's state into its own address: at once, or together with what comes shortly after. */
export function writeAddress(search: string): void {
  if (leavingFor !== null) return
  waiting = search
  const rest = wroteAt + EVERY_MS - performance.now()
  if (rest <= 0) writeNow()
  else timer ??= setTimeout(writeNow, rest)
}

/** The query string as it will be once everything is written. */
export function addressSearch(): string {
  return waiting ?? location.search
}

/**
 * Somebody goes to `url`. What waits is written first: the router drops a navigation under way when the address is
 * written, and the reader would stay where they are.
 */
export function leaveFor(url: string): void {
  writeNow()
  const { pathname } = new URL(url, location.href)
  leavingFor = pathname === location.pathname ? null : pathname
}

/** The page of this path is shown. */
export function arrived(pathname: string): void {
  if (pathname === location.pathname) leavingFor = null
}

function writeNow(): void {
  clearTimeout(timer)
  timer = undefined
  if (waiting === null) return
  const search = waiting
  waiting = null
  wroteAt = performance.now()
  history.replaceState(null, '', `${location.pathname}${search}${location.hash}`)
}
