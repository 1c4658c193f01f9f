/** Values as strangers send them: of the wrong type, at the edge of a rule, or made to break what reads them. */
import fc from 'fast-check'

const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 0)

/** Objects hold these already, on their prototype. */
export const INHERITED = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'toJSON', 'then']

/** Text for names, ids, keys and everything else that is text. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('orders', 'billing', 'created', '*', 'queued', 'realtime', 'new', 'start', 'dead'),
  fc.constantFrom(...INHERITED),
  fc.constantFrom('', ' ', 'a b', '-a', '_a', '/a', '../..', 'a\n', 'é', '😀', 'a,b', '%00', '%', '\u2028'),
  {
    weight: 4,
    arbitrary: fc.constantFrom('a\u0000', '\u0000', '\ud800', 'a\udc00b'),
  },
  fc.constantFrom("'; DROP TABLE message; --", '<script>alert(1)</script>'),
  fc.constantFrom('x'.repeat(128), 'x'.repeat(129), '😀'.repeat(64), '😀'.repeat(65), 'x'.repeat(1_025)),
  fc.constantFrom('0', '-1', '1e309', 'NaN', '9007199254740993', 'null', 'undefined', '[]', '{}', 'true'),
  fc.constantFrom(
    '2026-03-01T12:00:00Z',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2026-03-01',
    '+275760-09-13',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 8 }),
)

const nastyNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2, 100, 999, 1_000, 1_001, 30_000, 2 ** 31, 2 ** 32, 2 ** 53, 1e21, -1e21, 1e308),
  fc.constantFrom(2_592_000_000, 2_592_000_001, 43_200_000, 43_200_001, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

/** An object with a key of its own that objects inherit. */
const inheritedKey = fc
  .tuple(fc.constantFrom(...INHERITED), fc.jsonValue({ maxDepth: 1 }))
  .map(([key, value]): unknown => Object.fromEntries([[key, value]]))

const nastyList = fc.oneof(
  fc.array(nastyText, { maxLength: 4 }),
  fc.array(nastyNumber, { maxLength: 3 }),
  fc.array(fc.array(nastyNumber, { maxLength: 3 }), { maxLength: 3 }),
  fc.array(inheritedKey, { maxLength: 2 }),
)

/** Anything that JSON has a word for. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 9, arbitrary: nastyText },
  { weight: 4, arbitrary: nastyNumber },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], [{}]) },
  { weight: 3, arbitrary: nastyList },
  { weight: 2, arbitrary: inheritedKey },
  { weight: 2, arbitrary: fc.dictionary(nastyText, fc.oneof(nastyText, nastyNumber), { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(nested(127), nested(128), nested(129), nested(300)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
)

type Fields = Readonly<Record<string, unknown>>

/** A valid object with one to three of its fields, known or made up, replaced, added or taken away. */
export function nearly(valid: fc.Arbitrary<Fields>, fields: readonly string[]): fc.Arbitrary<Fields> {
  const field = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: nastyText })
  const value = fc.oneof({ weight: 9, arbitrary: nastyValue }, { weight: 1, arbitrary: fc.constant(undefined) })
  const changes = fc.array(fc.tuple(field, value), { minLength: 0, maxLength: 3 })
  return fc.tuple(valid, changes).map(([object, changed]) => {
    // `fromEntries` defines: an assignment to `__proto__` would be none.
    const entries = new Map([...Object.entries(object), ...changed])
    return Object.fromEntries([...entries].filter(([, given]) => given !== undefined))
  })
}
