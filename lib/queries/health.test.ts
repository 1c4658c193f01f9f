import { expect, it } from 'vitest'
import { readHealth } from './health.ts'

it('reads what the broker is at, also before anything else of it answers', () => {
  expect(readHealth({ status: 'starting' })).toEqual({ status: 'starting', forbidden: null })
  expect(readHealth({ status: 'standby', version: '1', protocol: 1 })).toEqual({ status: 'standby', forbidden: null })
})

it('reads why this page may not ask', () => {
  const message = 'The host evil.example is not in ALLOWED_HOSTS.'
  const body = { error: { code: 'E_FORBIDDEN', message, retryable: false } }
  expect(readHealth(body)).toEqual({ status: null, forbidden: message })
})

it('takes anything else for no word', () => {
  expect(readHealth(null)).toEqual({ status: null, forbidden: null })
  expect(readHealth({ status: 'fine' })).toEqual({ status: null, forbidden: null })
  expect(readHealth({ error: { code: 'E_BUSY', message: 'x', retryable: true } }).forbidden).toBeNull()
})
