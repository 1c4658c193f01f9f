import { describe, expect, it } from 'vitest'
import {
  bytes,
  clock,
  clockTenths,
  count,
  counted,
  DAY_MS,
  distance,
  duration,
  HOUR_MS,
  listed,
  listedShort,
  moment,
  perSecond,
  tellTimesIn,
  wholeTime,
  zone,
} from './format.ts'

describe('numbers and times as the pages say them', () => {
  it('groups thousands and keeps one digit of small rates', () => {
    expect(count(48_217)).toBe('48,217')
    expect(perSecond(0.64)).toBe('0.6')
    expect(perSecond(164.4)).toBe('164')
  })

  it.each([
    [0.31, '0.3 ms'],
    [4.12, '4.1 ms'],
    [140, '140 ms'],
    [9_670, '9.6 s'],
    [59_999, '59 s'],
    [252_000, '4 m 12 s'],
    [2 * HOUR_MS, '2 h'],
    [2 * HOUR_MS + 34 * 60_000, '2 h 34 m'],
    [DAY_MS + 2 * HOUR_MS, '1 d 2 h'],
    [-5, '0 ms'],
  ])('says %d ms as %s', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })

  it.each([
    [0, '0 B'],
    [176, '176 B'],
    [12_288, '12 KiB'],
    [1_500, '1.5 KiB'],
    [4.2 * 1024 ** 3, '4.2 GiB'],
  ])('says %d bytes as %s', (value, words) => {
    expect(bytes(value)).toBe(words)
  })

  it('counts with the noun in its number', () => {
    expect(counted(1, 'message')).toBe('1 message')
    expect(counted(6, 'message')).toBe('6 messages')
    expect(counted(0, 'delivery', 'deliveries')).toBe('0 deliveries')
  })

  it('shows tenths of a second', () => {
    expect(clockTenths(Date.UTC(2026, 0, 1, 12, 4, 21, 870))).toMatch(/:21\.8$/)
  })

  it('lists names, and says how many it left out', () => {
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listedShort(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b, c and 2 more')
  })
})

it('puts the day in front of a time that is not today', () => {
  const now = Date.parse('2026-03-01T12:00:00')
  expect(moment('2026-03-01T12:04:34', now)).toBe('12:04:34')
  expect(moment('2026-03-03T00:00:01', now)).toBe('3 Mar, 00:00:01')
})

it('tells times in the zone that a person chose, each of them', () => {
  const at = Date.parse('2026-03-01T23:04:34.512Z')
  expect(moment(at, at + 2 * HOUR_MS, 'UTC')).toBe('1 Mar, 23:04:34')
  tellTimesIn('UTC')
  expect(clock(at)).toBe('23:04:34')
  expect(zone(at)).toBe('UTC')
  expect(wholeTime(at)).toMatch(/^Sun, 1 Mar 2026, 23:04:34\.512 UTC$/)
  tellTimesIn(undefined)
})

it.each([
  [400, 'now'],
  [-9_400, '9 s ago'],
  [9_400, 'in 9 s'],
  [-252_000, '4 m ago'],
  [-(2 * HOUR_MS + 34 * 60_000), '2 h 34 m ago'],
  [DAY_MS, 'in 1 d'],
])('says %d ms from now as %s', (ms, words) => {
  expect(distance(1_000_000_000 + ms, 1_000_000_000)).toBe(words)
})
