'use client'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { Way } from '@/components/ui/badge.tsx'
import type { Delivery } from '@/lib/api.ts'

const CARDS: readonly { delivery: Delivery; consequence: string }[] = [
  { delivery: 'queued', consequence: 'Stored before you hear “ok”. Who is away finds it waiting.' },
  { delivery: 'realtime', consequence: 'Sent to whoever is connected now. Who is away misses it.' },
]

interface ChoiceCardsProps {
  value: Delivery
  onChange: (next: Delivery) => void
  /** What the queue does where nobody says; named on its card. */
  standard: Delivery
  queue: string
}

/** Queued or real time, each with its consequence. */
export function ChoiceCards({ value, onChange, standard, queue }: ChoiceCardsProps) {
  const id = useId()
  return (
    <div>
      <span className="lbl-t" id={id}>
        Delivery
      </span>
      <RadioGroup
        className="two pub-two"
        aria-labelledby={id}
        value={value}
        onValueChange={(next: Delivery) => onChange(next)}
      >
        {CARDS.map(({ delivery, consequence }) => (
          <Radio.Root
            key={delivery}
            value={delivery}
            className={`choice ${delivery === 'realtime' ? 'rt' : ''} ${delivery === value ? 'on' : ''}`}
            render={<div />}
          >
            <span className={delivery === value ? 'radio on' : 'radio'} />
            <span className="t">
              <Way delivery={delivery} />
              {delivery === standard && (
                <span className="hint">{`default of ${queue === '' ? 'a queue' : queue}`}</span>
              )}
            </span>
            <span className="d">{consequence}</span>
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  )
}
