import type { Prisma } from '../../../../prisma/generated/client.ts'
import type { Change } from '../../../broker/ports.ts'

export type Tx = Prisma.TransactionClient

/** A change of one kind. */
export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Of several with one key the last, in the place of the first: an upsert refuses to touch a row twice. */
export function newest<T>(items: readonly T[], keyOf: (item: T) => unknown): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(keyOf(item)), item])).values()]
}

/** U+0000 is no character of Postgres's text; a handler's error message may well hold one. */
export function plainText(text: string): string {
  return text.replaceAll('\u0000', '')
}
