import { Fragment } from 'react'

const WORDS: readonly (readonly [word: string, means: string])[] = [
  ['queue', 'A named line of messages. In Socket.IO: a namespace.'],
  ['event', 'What happened. In Socket.IO: a room inside the namespace.'],
  ['payload', 'The data, as JSON.'],
  ['publisher', 'Anyone who sends a message.'],
  ['connection', 'One link of a client to the broker; many namespaces share it.'],
  [
    'subscription',
    'Who wants messages: some events of one queue, in one of the two ways. A queued one has a name and outlives its connections.',
  ],
  [
    'subscriber',
    'A connection that holds a subscription. Several that share a name compete: each message goes to one of them.',
  ],
  ['delivery', 'One message on its way to one subscription.'],
  ['attempt', 'One try of one delivery.'],
  ['seq', "A queued message's place in its queue. It only grows, is never used twice, and may have gaps."],
  ['floor', 'Everything up to here is settled for a subscription.'],
  ['behind', 'What a subscription has not settled yet: pending, in flight and retrying together.'],
  ['credit', 'How many unacknowledged messages a consumer takes at a time.'],
  ['key', 'Messages with the same key go one at a time, in order, to each subscription.'],
  [
    'dead letter',
    'A message that failed for good for one subscription, kept with its reason until it is redriven or deleted.',
  ],
  ['away', 'Not connected. In real time that means missed; queued, it waits.'],
]

/** The words of the model, and no others. */
export function Dictionary() {
  return (
    <dl className="words">
      {WORDS.map(([word, means]) => (
        <Fragment key={word}>
          <dt>{word}</dt>
          <dd>{means}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
