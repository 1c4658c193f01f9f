import { expect, it } from 'vitest'
import { ACTIVITY_KINDS } from '../../lib/api.ts'
import { iconOf, kindsOf, SUBJECT_NAMES } from './words.ts'

it('has every kind in one subject, and a shape for it', () => {
  const sorted = SUBJECT_NAMES.flatMap((subject) => (subject === 'all' ? [] : kindsOf(subject).split(',')))
  expect(sorted.toSorted()).toEqual([...ACTIVITY_KINDS].sort())
  for (const kind of ACTIVITY_KINDS) expect(iconOf(kind)).not.toBe('activity')
  expect(kindsOf('all')).toBe('')
})
