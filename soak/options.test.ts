import { expect, test } from 'vitest'
import { OptionError, parseOptions } from './options.ts'

const parse = (...args: string[]) => parseOptions(args, () => 42)

test('everything has a default, and a seed is drawn', () => {
  expect(parse()).toEqual({
    minutes: 1,
    seed: 42,
    killEverySeconds: 3,
    roundSeconds: 60,
    rate: 150,
    databaseUrl: null,
    standby: false,
  })
})

test('options are read', () => {
  const given = [
    '--minutes',
    '0.5',
    '--seed',
    '7',
    '--kill-every',
    '2',
    '--standby',
    '--database-url',
    'postgresql://x',
  ]
  expect(parse(...given)).toMatchObject({
    minutes: 0.5,
    seed: 7,
    killEverySeconds: 2,
    standby: true,
    databaseUrl: 'postgresql://x',
  })
})

test.each([['--minutes', '0'], ['--rate', 'fast'], ['--seed', ''], ['--hours', '1'], ['five']])(
  '%s %s is refused',
  (...args) => {
    expect(() => parse(...args)).toThrow(OptionError)
  },
)
