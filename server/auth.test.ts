import { describe, expect, it } from 'vitest'
import { createGate, endSession, SESSION_COOKIE } from './auth.ts'

const gate = createGate('s3cret')
const sessionOf = (setCookie: string): string => setCookie.split(';')[0] ?? ''

describe('the token', () => {
  it('passes as itself and as a bearer', () => {
    expect(gate.token('s3cret')).toBe(true)
    expect(gate.bearer('Bearer s3cret')).toBe(true)
    expect(gate.bearer('bearer  s3cret')).toBe(true)
  })

  it.each([undefined, null, 7, '', 's3cre', 's3crets', ['s3cret']])('refuses %j', (given) => {
    expect(gate.token(given)).toBe(false)
  })

  it.each([undefined, '', 's3cret', 'Basic s3cret', 'Bearer', 'Bearer s3cret x'])('refuses the header %j', (header) => {
    expect(gate.bearer(header)).toBe(false)
  })
})

describe('the cookie', () => {
  it('stands for the token among other cookies, and hides it', () => {
    const cookie = sessionOf(gate.session(false))
    expect(gate.cookie(`theme=dark; ${cookie}; x=1`)).toBe(true)
    expect(cookie).not.toContain('s3cret')
  })

  it('is neither the token nor a bearer, and ends with the token', () => {
    const cookie = sessionOf(gate.session(false))
    expect(gate.cookie(`${SESSION_COOKIE}=s3cret`)).toBe(false)
    expect(gate.token(cookie.slice(SESSION_COOKIE.length + 1))).toBe(false)
    expect(createGate('another').cookie(cookie)).toBe(false)
  })

  it('is out of reach of scripts and of other sites', () => {
    expect(gate.session(true)).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
    expect(gate.session(false)).toMatch(/; HttpOnly; SameSite=Strict$/)
    expect(endSession(false)).toContain('Max-Age=0')
  })
})

it('needs nothing where no token is set', () => {
  const open = createGate(null)
  expect([open.needed, open.token(undefined), open.bearer(undefined), open.cookie(undefined)]).toEqual([
    false,
    true,
    true,
    true,
  ])
})
