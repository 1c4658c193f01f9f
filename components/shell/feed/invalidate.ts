/**
 * What else a topic touches. Every message, ack and consumer changes the figures of its queue and its subscriptions; an
 * ack changes the cells of its message; who comes or goes changes who is present, and what a connection listens to.
 */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  messages: ['queues', 'subscriptions', 'attention', 'audience'],
  queues: ['subscriptions', 'attention', 'audience'],
  subscriptions: ['queues', 'messages', 'connections', 'attention', 'audience'],
  connections: ['queues', 'subscriptions', 'attention', 'audience'],
  deadLetters: ['queues', 'subscriptions', 'attention'],
}

/** `messages:orders` → ['messages', 'orders']; one of all queues → its first word. Each once. */
export function keysOf(topics: readonly string[]): readonly (readonly string[])[] {
  const keys = new Map<string, readonly string[]>()
  for (const topic of topics) {
    const [word = '', queue] = split(topic)
    for (const one of [word, ...(ALSO[word] ?? [])]) {
      // Only messages have their queue second in the key; the others are cheap lists of everything.
      const key = one === 'messages' && queue !== undefined ? [one, queue] : [one]
      keys.set(key.join(':'), key)
    }
  }
  return [...keys.values()]
}

// A queue's name may itself hold a colon.
function split(topic: string): readonly string[] {
  const at = topic.indexOf(':')
  return at === -1 ? [topic] : [topic.slice(0, at), topic.slice(at + 1)]
}
