import { describe, expect, test } from 'vitest'
import { isAllowedOrigin, type OriginPolicy, refusedOrigin } from './origin.ts'

const home: OriginPolicy = { allowedHosts: ['localhost', '127.0.0.1', '::1'], allowedOrigins: [], loopback: true }
const open: OriginPolicy = {
  allowedHosts: ['broker.example.com'],
  allowedOrigins: ['https://app.example.com'],
  loopback: false,
}

describe('the host of a request', () => {
  test.each(['localhost', 'localhost:3000', 'LOCALHOST:3000', '127.0.0.1:81', '[::1]:3000', '[::1]'])(
    '%s is ours',
    (host) => {
      expect(refusedOrigin({ host }, home)).toBeNull()
    },
  )

  test.each([
    'evil.example',
    'localhost.evil.example:3000',
    '127.0.0.1.nip.io',
    'local host',
    '',
    '[::2]',
    'a@localhost',
  ])('%s is not', (host) => {
    expect(refusedOrigin({ host }, home)).not.toBeNull()
  })

  test('a request without one is refused', () => {
    expect(refusedOrigin({}, home)).not.toBeNull()
  })
})

describe('the origin of a request', () => {
  const asks = (origin: string, policy: OriginPolicy, host: string) => refusedOrigin({ host, origin }, policy)

  test('the same origin passes, also behind a proxy that ends TLS', () => {
    expect(asks('https://broker.example.com', open, 'broker.example.com')).toBeNull()
    expect(asks('https://broker.example.com', open, 'broker.example.com:443')).toBeNull()
  })

  test('another port is another origin', () => {
    expect(asks('https://broker.example.com:8443', open, 'broker.example.com')).not.toBeNull()
  })

  test('an allowed origin passes, and only as it is written', () => {
    expect(asks('https://app.example.com', open, 'broker.example.com')).toBeNull()
    expect(asks('http://app.example.com', open, 'broker.example.com')).not.toBeNull()
    expect(asks('https://app.example.com.evil.example', open, 'broker.example.com')).not.toBeNull()
  })

  test.each(['http://localhost:5173', 'http://127.0.0.1:1', 'http://[::1]:9'])(
    'while listening on loopback only, %s passes',
    (origin) => {
      expect(asks(origin, home, 'localhost:3000')).toBeNull()
      expect(asks(origin, open, 'broker.example.com')).not.toBeNull()
    },
  )

  test.each(['null', 'https://evil.example', 'file://', 'not an origin'])('%s is refused', (origin) => {
    expect(asks(origin, home, 'localhost:3000')).not.toBeNull()
  })

  test('without one, what the browser says of the site decides', () => {
    const from = (site: string) => refusedOrigin({ host: 'localhost', 'sec-fetch-site': site }, home)
    expect(from('same-origin')).toBeNull()
    expect(from('none')).toBeNull()
    expect(from('cross-site')).not.toBeNull()
    expect(from('same-site')).not.toBeNull()
  })

  test('only a page that may ask may read the answer', () => {
    expect(isAllowedOrigin({ host: 'localhost', origin: 'http://localhost:5173' }, home)).toBe(true)
    expect(isAllowedOrigin({ host: 'localhost', origin: 'https://evil.example' }, home)).toBe(false)
    expect(isAllowedOrigin({ host: 'localhost' }, home)).toBe(false)
  })
})
