import { expect, it } from 'vitest'
import type { DeadLetter } from '../../../lib/api.ts'
import { checkDraft, draftOf } from './draft.ts'

const letter: DeadLetter = {
  ...{ queue: 'orders', subscription: 'billing', seq: 7, id: 'a', event: 'created' },
  payload: { total: null },
  headers: { trace: 't:1' },
  ...{ publishedAt: '', reason: 'total is missing', attempts: [], deadAt: '' },
}
const item = { queue: 'orders', subscription: 'billing', seq: 7 }
const first = draftOf(letter)

it('sends what was touched, and nothing where nothing was', () => {
  expect(checkDraft(letter, first)).toMatchObject({ changed: false, body: null })
  expect(checkDraft(letter, { ...first, payload: '{"total":7}' }).body).toEqual({ item, payload: { total: 7 } })
  expect(checkDraft(letter, { ...first, headers: 'trace: t:2\n\nfixed: yes' }).body).toEqual({
    item,
    headers: { trace: 't:2', fixed: 'yes' },
  })
  expect(checkDraft(letter, { ...first, headers: '' }).body).toEqual({ item, headers: {} })
})

it('says where it is wrong', () => {
  expect(checkDraft(letter, { ...first, payload: '{' })).toMatchObject({ body: null, payloadFault: { line: 1 } })
  expect(checkDraft(letter, { ...first, headers: 'trace' })).toMatchObject({
    body: null,
    headersFault: 'Line 1 has no name and colon in front, as in trace: t-17.',
  })
})
