import { describe, expect, it } from 'vitest'
import { EMPTY_DRAFT } from '../form/draft.ts'
import { draftOf, linkOf } from './draft-link.ts'

const read = (link: string | null) => draftOf(new URLSearchParams(link?.split('?')[1] ?? ''))

describe('a form as a link', () => {
  it('comes back as it stood', () => {
    const draft = {
      queue: 'shop.orders',
      event: 'created',
      delivery: 'realtime' as const,
      text: '{ "who": "d\'Arc & «A» +1", "n": {{int 1 5}} }\n',
      id: 'o-{{counter}}',
      key: 'customer 7/ü',
      delay: '5 m',
      ttl: '2 h',
      headers: 'trace: a=b\nlang: de',
      generate: false,
    }
    expect(read(linkOf(draft))).toEqual(draft)
  })

  it('says nothing of what is as in an empty form', () => {
    expect(linkOf(EMPTY_DRAFT)).toBe('/publish')
    expect(linkOf({ ...EMPTY_DRAFT, queue: 'orders' })).toBe('/publish?queue=orders')
    expect(read('/publish')).toEqual(EMPTY_DRAFT)
  })

  it('keeps an empty payload apart from none', () => {
    expect(read(linkOf({ ...EMPTY_DRAFT, text: '' })).text).toBe('')
  })

  it('is none where it would be too long', () => {
    expect(linkOf({ ...EMPTY_DRAFT, text: `"${'x'.repeat(7_900)}"` })).not.toBeNull()
    expect(linkOf({ ...EMPTY_DRAFT, text: `"${'x'.repeat(8_000)}"` })).toBeNull()
  })

  it('reads an unknown delivery as none', () => {
    expect(read('/publish?delivery=pigeon').delivery).toBeNull()
  })
})
