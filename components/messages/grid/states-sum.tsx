import { Glyph, STATE_WORDS } from '@/components/ui/state.tsx'
import type { MessageItem } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { STATE_ORDER, sumWords } from './subscribers.ts'

/** How a message stands with everybody, in one cell: exceptions by word, what is fine by its shape. */
export function StatesSum({ state }: { state: MessageItem['state'] }) {
  const parts = STATE_ORDER.filter((name) => (state[name] ?? 0) > 0)
  if (parts.length === 0) {
    return (
      <span className="none" title="For nobody">
        <span aria-hidden="true">–</span>
        <span className="sr">for nobody</span>
      </span>
    )
  }
  return (
    <span className="stsum" title={sumWords(state)}>
      <span className="sr">{sumWords(state)}</span>
      {parts.map((name) => (
        <span key={name} className={`st ${name === 'inFlight' ? 'flight' : name}`} aria-hidden="true">
          <Glyph state={name} />
          {count(state[name] ?? 0)}
          {isException(name) && <span className="word">{STATE_WORDS[name]}</span>}
        </span>
      ))}
    </span>
  )
}

function isException(name: (typeof STATE_ORDER)[number]): boolean {
  return name === 'retrying' || name === 'dead' || name === 'missed'
}
