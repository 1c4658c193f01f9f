/** What runs did, for people. */
export interface Figures {
  steps: number
  crashes: number
  takeovers: number
  deliveries: number
  commits: number
}

export function noFigures(): Figures {
  return { steps: 0, crashes: 0, takeovers: 0, deliveries: 0, commits: 0 }
}
