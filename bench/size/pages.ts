export interface PageOfSize {
  readonly path: string
  /** What is on the screen once it can be used. */
  readonly first: string
  /** It has a list that is worth scrolling. */
  readonly long: boolean
}

const ROW = 'main table tbody tr:nth-child(2) td'
const LISTED = 'main a[href*="/queues/"]'

/** Of a broker that `npm run fill` has filled. */
export const pages: readonly PageOfSize[] = [
  { path: '/', first: LISTED, long: false },
  { path: '/queues', first: ROW, long: true },
  { path: '/queues/orders', first: 'td[data-row]', long: true },
  { path: '/queues/orders?view=list', first: 'td[data-row]', long: true },
  { path: '/queues/orders?q=state:dead', first: 'td[data-row]', long: false },
  { path: '/queues/orders/subscriptions', first: ROW, long: false },
  { path: '/subscribers', first: ROW, long: true },
  { path: '/dead', first: ROW, long: false },
  { path: '/activity', first: 'h1', long: false },
  { path: '/publish?queue=orders&event=created', first: 'form', long: false },
]
