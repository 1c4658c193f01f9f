import { expect, it } from 'vitest'
import { checkDraft, EMPTY_DRAFT, messageOf, optionWords } from './draft.ts'

const draft = { ...EMPTY_DRAFT, queue: 'orders', event: 'created' }

it('sends a ttl that was given, says it in words, and explains one that is none', () => {
  const expiring = { ...draft, ttl: '5 m' }
  expect(messageOf(expiring, 1, 'queued')).toEqual({
    event: 'created',
    payload: 1,
    delivery: 'queued',
    ttlMs: 300_000,
  })
  expect(optionWords(expiring)).toBe('id generated, no key, delivered at once, expires after 5 m, no headers')
  expect(messageOf(draft, 1, 'queued')).not.toHaveProperty('ttlMs')
  for (const ttl of ['soon', '0 s', '31 d']) {
    expect(checkDraft({ ...draft, ttl }, 'queued')).toMatchObject({
      complete: false,
      faults: { ttl: expect.stringMatching(/^Allowed/) },
    })
  }
})

it('sends a delay of queued delivery, up to 30 d', () => {
  const delayed = { ...draft, delay: '2 h' }
  expect(messageOf(delayed, 1, 'queued')).toMatchObject({ delayMs: 7_200_000 })
  expect(optionWords(delayed)).toContain('delivered after 2 h')
  expect(checkDraft({ ...draft, delay: '30 d' }, 'queued').complete).toBe(true)
  expect(checkDraft({ ...draft, delay: '30 d 1 s' }, 'queued').faults.delay).toMatch(/^Allowed/)
})

it('lets nothing wait in real time, and says so', () => {
  const delayed = { ...draft, delay: '2 h' }
  expect(checkDraft(delayed, 'realtime').faults.delay).toContain('Real time cannot wait')
  expect(messageOf(delayed, 1, 'realtime')).not.toHaveProperty('delayMs')
})
