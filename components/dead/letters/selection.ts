import type { DeadLetter, DeadLetterFilter, DeadLetterRef, DeleteDeadLettersBody } from '../../../lib/api.ts'

/** Which of the open letters are meant: all that match, also those not on the page, or some by whose and which they are. */
export type Selection = { readonly kind: 'all' } | { readonly kind: 'some'; readonly keys: ReadonlySet<string> }

export const ALL: Selection = { kind: 'all' }
export const NONE: Selection = { kind: 'some', keys: new Set() }

/** The broker takes so many by name at once. */
export const NAMED_MOST = 500

type Letter = Pick<DeadLetter, 'queue' | 'subscription' | 'seq'>

export const refOf = ({ queue, subscription, seq }: Letter) => `${queue}/${subscription}/${seq}`

export function isSelected(selection: Selection, letter: Letter): boolean {
  return selection.kind === 'all' || selection.keys.has(refOf(letter))
}

/** All that are on the page, and no other. */
export function pageOf(letters: readonly Letter[]): Selection {
  return { kind: 'some', keys: new Set(letters.map(refOf)) }
}

/** One in or out. Taken out of all, those on the page stay. */
export function toggled(selection: Selection, ref: string, letters: readonly Letter[]): Selection {
  const keys = new Set(selection.kind === 'all' ? letters.map(refOf) : selection.keys)
  if (!keys.delete(ref)) keys.add(ref)
  return { kind: 'some', keys }
}

/** The letters that are selected one by one and still there. */
export function chosenOf<One extends Letter>(selection: Selection, letters: readonly One[]): readonly One[] {
  return selection.kind === 'all' ? letters : letters.filter((letter) => selection.keys.has(refOf(letter)))
}

/** How many are meant; `total` match. */
export function countOf(selection: Selection, letters: readonly Letter[], total: number): number {
  return selection.kind === 'all' ? total : chosenOf(selection, letters).length
}

/** The selection in the API's words. With the count, so that nothing is done to letters that nobody saw. */
export function bodyOf(
  selection: Selection,
  letters: readonly Letter[],
  filter: DeadLetterFilter,
  total: number,
): DeleteDeadLettersBody {
  if (selection.kind === 'all') return { filter, expectedCount: total }
  const items = chosenOf(selection, letters).map(({ queue, subscription, seq }): DeadLetterRef => {
    return { queue, subscription, seq }
  })
  return { items, expectedCount: items.length }
}

/** "All 214 that match are selected". */
export function selectionWords(selection: Selection, chosen: number, total: number): string {
  if (chosen === 0) return 'None is selected'
  if (selection.kind === 'all')
    return total === 1 ? 'The one that matches is selected' : `All ${format(total)} that match are selected`
  return chosen === 1 ? '1 is selected' : `${format(chosen)} are selected`
}

const format = (value: number) => value.toLocaleString('en-US')
