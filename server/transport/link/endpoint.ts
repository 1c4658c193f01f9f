/** Answers the packet that asked: what a client's callback gets. */
export type Answer = (...args: readonly unknown[]) => void

/** One namespace that a link has joined. */
export interface Endpoint {
  /** `answer` is null where the client gave no callback. Never throws. */
  event(event: unknown, args: readonly unknown[], answer: Answer | null, bytes: number): void
  /** The client acknowledged one of this endpoint's packets. Ids come from outside: most may be nonsense. */
  ack(ackId: number, args: readonly unknown[]): void
  /** The link had too much unsent and has drained. */
  drained(): void
  /** `linkGone`: the whole connection ended, not this namespace alone. */
  left(linkGone: boolean): void
}
