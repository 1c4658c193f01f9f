import { expect, test, vi } from 'vitest'
import { Flusher } from './flusher.ts'
import { CLOSE_BYTES, DRAINED_BYTES, Outbox, SLOW_BYTES } from './outbox.ts'

/** A wire that keeps what is written until it is told to let it go. */
function slowWire() {
  const held: { bytes: number; sent: () => void }[] = []
  const written: string[][] = []
  const wire = {
    write: vi.fn((packets: readonly unknown[], sent: () => void) => {
      const texts = packets.map(String)
      const bytes = texts.join('').length
      written.push(texts)
      held.push({ bytes, sent })
      return bytes
    }),
    drained: vi.fn(),
    overflow: vi.fn(),
  }
  return { wire, written, letGo: () => held.splice(0, 1)[0]?.sent() }
}

test('what is sent in one turn is written in one go, in order', () => {
  const { wire, written } = slowWire()
  const flusher = new Flusher()
  const outbox = new Outbox(wire, flusher)
  outbox.send('a')
  outbox.sendQueued('b')
  expect(outbox.sendOrDrop('c')).toBe(true)
  expect(wire.write).not.toHaveBeenCalled()
  flusher.flush()
  flusher.flush()
  expect(written).toEqual([['a', 'b', 'c']])
})

test('bytes count as unsent until they have left', () => {
  const { wire, letGo } = slowWire()
  const outbox = new Outbox(wire, new Flusher())
  outbox.send('12345')
  expect(outbox.unsentBytes).toBe(5)
  outbox.flush()
  expect([outbox.unsentBytes, outbox.bytesOut]).toEqual([5, 5])
  letGo()
  expect([outbox.unsentBytes, outbox.bytesOut]).toEqual([0, 5])
})

test('a wire that sends at once leaves nothing unsent', () => {
  const write = (_packets: readonly unknown[], sent: () => void) => {
    sent()
    return 5
  }
  const outbox = new Outbox({ write, drained: () => {}, overflow: () => {} }, new Flusher())
  outbox.send('12345')
  outbox.flush()
  expect(outbox.unsentBytes).toBe(0)
})

test('above 1 MiB what may be dropped is, until the link has drained', () => {
  const { wire, letGo } = slowWire()
  const outbox = new Outbox(wire, new Flusher())
  for (const size of [SLOW_BYTES, DRAINED_BYTES, 1]) {
    outbox.send('x'.repeat(size))
    outbox.flush()
  }
  expect(outbox.sendOrDrop('dropped')).toBe(false)
  outbox.send('never dropped')
  outbox.flush()
  letGo()
  // Below 1 MiB again, but a gap has a beginning and one end.
  expect(outbox.sendOrDrop('dropped too')).toBe(false)
  expect(wire.drained).not.toHaveBeenCalled()
  letGo()
  expect(wire.drained).toHaveBeenCalledTimes(1)
  expect(outbox.sendOrDrop('sent')).toBe(true)
})

test('above 4 MiB the link is closed, but queued deliveries do not count', () => {
  const { wire } = slowWire()
  const outbox = new Outbox(wire, new Flusher())
  outbox.sendQueued('x'.repeat(2 * CLOSE_BYTES))
  outbox.send('x'.repeat(CLOSE_BYTES))
  outbox.flush()
  expect(wire.overflow).not.toHaveBeenCalled()
  outbox.send('x')
  outbox.flush()
  expect(wire.overflow).toHaveBeenCalledTimes(1)
})
