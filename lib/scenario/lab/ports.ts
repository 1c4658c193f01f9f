/** What a Lab is given: where it is, the broker's hands, and the other browsers. */
import type { Action } from './action.ts'
import type { Publish } from './state.ts'

export interface LabPlace {
  readonly queue: string
  /** Tells this run of the Lab from another one: four letters and digits. */
  readonly run: string
  /** The broker's address; left out, the one that this page comes from. */
  readonly url?: string
  readonly token?: string
}

/** What a Lab asks of the broker beside its subscribers' connections. */
export interface Hands {
  /** Publishes in their order; answers for each why it was refused, or `null`. @throws where nothing was taken */
  publish(queue: string, messages: readonly (Omit<Publish, 'count'> & { id: string })[]): Promise<(string | null)[]>
  /** Deletes a durable subscription. */
  forget(queue: string, name: string): Promise<unknown>
  /** Failures that the queue allows; `null` where it says nothing. */
  maxFailures(queue: string): Promise<number | null>
}

/** Tells the browsers of a shared Lab what happens, each in the same order; resolves when it is told. */
export interface Share {
  tell(action: Action): Promise<void>
}
