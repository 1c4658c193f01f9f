import { expect, it } from 'vitest'
import { readSize, readTime, writeSize, writeTime } from './amounts.ts'

it('reads a time as people write it, and nothing else', () => {
  expect(['90 s', '5m', '1.5 h', '1 d 2 h', ' 250 ms ', '0 s'].map(readTime)).toEqual([
    90_000, 300_000, 5_400_000, 93_600_000, 250, 0,
  ])
  expect(['', '5', 'soon', '5 y', '-1 s', '1..5 s'].map(readTime)).toEqual(Array(6).fill(null))
})

it('reads a size in powers of 1024, whatever the letters look like', () => {
  expect(['2048', '10 GiB', '1.5mib', '3 KB', '1 TiB', '7 b'].map(readSize)).toEqual([
    2_048,
    10 * 1024 ** 3,
    1.5 * 1024 ** 2,
    3_072,
    1024 ** 4,
    7,
  ])
  expect(['', 'GiB', '-1 B', '1 XiB', '1,000'].map(readSize)).toEqual(Array(5).fill(null))
})

it('writes what it reads as the same amount', () => {
  expect([604_800_000, 93_784_005, 60_000].map(writeTime)).toEqual(['7 d', '1 d 2 h 3 m 4 s 5 ms', '1 m'])
  for (const ms of [1, 60_000, 93_784_005, 604_800_000]) expect(readTime(writeTime(ms))).toBe(ms)
  expect([10 * 1024 ** 3, 1_536, 1_000_000, 2_048].map(writeSize)).toEqual(['10 GiB', '1536 B', '1000000 B', '2 KiB'])
  for (const size of [1_024, 1_000_000, 10 * 1024 ** 3]) expect(readSize(writeSize(size))).toBe(size)
})
