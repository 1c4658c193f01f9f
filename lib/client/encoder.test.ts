import { Encoder, PacketType } from 'socket.io-parser'
import { expect, test } from 'vitest'
import { parser, RawJson } from './encoder.ts'

const message = { queue: 'orders', payload: ['"', '\u2028', null] }

test.each([{ nsp: '/' }, { nsp: '/orders' }])(
  'raw JSON is framed as Socket.IO frames the value, in $nsp',
  ({ nsp }) => {
    const raw = { type: PacketType.EVENT, nsp, id: 12, data: ['publish', new RawJson(JSON.stringify(message))] }
    const plain = { type: PacketType.EVENT, nsp, id: 12, data: ['publish', message] }
    expect(new parser.Encoder().encode(raw)).toEqual(new Encoder().encode(plain))
  },
)

test('everything else is left to Socket.IO', () => {
  const packet = { type: PacketType.EVENT, nsp: '/orders', id: 1, data: ['settle', { name: 'billing' }] }
  expect(new parser.Encoder().encode(packet)).toEqual(new Encoder().encode(packet))
})
