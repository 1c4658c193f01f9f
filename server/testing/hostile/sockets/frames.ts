/** Packets of Socket.IO and Engine.IO as nobody's library writes them. */
import fc from 'fast-check'
import { nastyText, nastyValue } from '../values.ts'

const json = nastyValue.map((value) => JSON.stringify(value))

const namespace = fc.oneof(
  fc.constantFrom('', '/frames,', '/frames', '/bystander,', '/', '//,', '/a b,', '/?x=1,', '/frames?token=1,'),
  fc.constantFrom('/_dashboard,', '/constructor,', '/__proto__,', '/http://[,', ','),
  nastyText.map((name) => `/${name},`),
)

const ackId = fc.oneof(
  fc.constantFrom('', '0', '1', '00', '-1', '1.5', '9007199254740993', '9'.repeat(400), '1e3', ' ', '\u0661'),
  fc.nat().map(String),
)

const argument = fc.oneof(json, fc.constantFrom('{"_placeholder":true,"num":0}', '{"_placeholder":true,"num":9}', '['))

const data = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(nastyText, fc.array(argument, { maxLength: 3 })).map(eventOf) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom('publish', 'subscribe', 'unsubscribe', 'settle', 'watch', 'tail', 'disconnecting'),
        fc.array(argument, { maxLength: 3 }),
      )
      .map(eventOf),
  },
  { weight: 2, arbitrary: json },
  { weight: 1, arbitrary: fc.constantFrom('', '[', '{}', '[5]', '["publish"', '{"client":5}', '{"token":{}}') },
)

function eventOf([event, args]: [string, string[]]): string {
  return `[${[JSON.stringify(event), ...args].join(',')}]`
}

const attachments = fc.constantFrom('', '', '1-', '2-', '10-', '11-', '0-', '-1-', '1.5-', '999999999999-', '-', 'x-')

/** One of Socket.IO, more or less. */
const packet = fc
  .tuple(
    fc.constantFrom('0', '1', '2', '2', '3', '4', '5', '6', '7', '9', 'x', ''),
    attachments,
    namespace,
    ackId,
    data,
  )
  .map((parts) => `4${parts.join('')}`)

/** Cut short somewhere. */
const torn = fc.tuple(packet, fc.nat(40)).map(([text, end]) => text.slice(0, end))

const engine = fc.constantFrom(
  '',
  '0',
  '1',
  '2',
  '3',
  '5',
  '6',
  '7',
  '2probe',
  '3probe',
  '5probe',
  'b',
  'bAQ==',
  '44',
  '4',
)

export type Frame = string | Buffer

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))

export const frame: fc.Arbitrary<Frame> = fc.oneof(
  { weight: 8, arbitrary: packet },
  { weight: 2, arbitrary: torn },
  { weight: 1, arbitrary: engine },
  { weight: 1, arbitrary: nastyText },
  { weight: 2, arbitrary: bytes },
)
