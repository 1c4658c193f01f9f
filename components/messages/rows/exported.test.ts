import { expect, it } from 'vitest'
import { csv } from '../../../lib/export-text.ts'
import { aMessage } from '../testing/a-message.ts'
import { exportedRow } from './exported.ts'

it('makes a row of a message, its payload whole and how it stands in words', () => {
  const message = aMessage({ key: 'A-1', payload: { total: 3 }, state: { acked: 2, dead: 1 } })
  const [head, line] = csv([exportedRow(message)]).split('\r\n')
  expect(head).toBe('seq,publishedAt,event,key,id,published,publisher,bytes,deliveries,payload')
  expect(line).toContain('add,A-1,')
  expect(line).toContain('"1 dead, 2 acked","{""total"":3}"')
})
