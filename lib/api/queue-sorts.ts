const QUEUE_FIGURES = [
  'name',
  'rate',
  'acked',
  'oldest',
  'pending',
  'inFlight',
  'retrying',
  'dead',
  'missed',
  'stored',
  'urgency',
] as const
export const QUEUE_SORTS = QUEUE_FIGURES.flatMap((figure) => [figure, `-${figure}` as const] as const)
