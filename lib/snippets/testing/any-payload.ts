import fc from 'fast-check'

/** Characters that some language takes for something else, among all others; halves of pairs too. */
const unit = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    '\\',
    '\n',
    '\r',
    '\t',
    '\0',
    '`',
    '$',
    '«',
    '»',
    '#',
    '%',
    '{',
    '\u2028',
    '\u202e',
    '\ud800',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('😀', 'ש', 'م', '👩‍👩‍👧'),
)
const text = fc.string({ unit, maxLength: 8 })
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'class', 'None', 'a-b', '1'))

/** Any JSON value, with names and texts that languages trip over. */
export const anyPayload: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      text,
      fc.constantFrom(null, true, false, 0, -0, 9_007_199_254_740_991, 1e300, 5e-324, -1.5e-7),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
    ),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('node')), { maxLength: 4 }).map((entries) => {
      // Not by assignment: an entry named __proto__ is to be an entry.
      const pairs = new Map(entries.map(([key, value]) => [key, JSON.stringify(value)]))
      return JSON.parse(`{${[...pairs].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`)
    }),
  ),
})).node
