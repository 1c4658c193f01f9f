import type { ReactNode } from 'react'
import { Way } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import { clockTenths } from '@/lib/format.ts'
import { type LabState, namesOf } from '@/lib/scenario/lab/state.ts'
import { entryWords } from '../model/entry-words.ts'

/** What was done here, and what it did in each lane. Newest first. */
export function LogTable({ state, me, actions }: { state: LabState; me: string; actions: ReactNode }) {
  const { zone } = useTimes()
  if (state.log.length === 0) return null
  return (
    <Card title="What just happened" className="labcard" actions={actions}>
      <table className="log" aria-live="polite">
        <thead>
          <tr>
            <th scope="col" className="w-[110px]">
              Time
            </th>
            <th scope="col" className="w-[232px]">
              You
            </th>
            <th scope="col">
              <Way delivery="realtime" />
            </th>
            <th scope="col">
              <Way delivery="queued" />
            </th>
          </tr>
        </thead>
        <tbody>
          {state.log.map((entry) => {
            const words = entryWords(entry, state, me)
            return (
              <tr key={entry.key}>
                <td className="mono">{clockTenths(entry.at, zone)}</td>
                <td data-l="You">
                  <Named text={words.you} names={namesOf(state)} />
                </td>
                <td data-l="Real time">{words.realtime}</td>
                <td data-l="Queued">{words.queued}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Card>
  )
}

/** The subscriber's name stands out; a line names one at most. */
function Named({ text, names }: { text: string; names: readonly string[] }) {
  const name = names.find((one) => text.split(' ').includes(one))
  if (name === undefined) return text
  const at = ` ${text} `.lastIndexOf(` ${name} `)
  return (
    <>
      {text.slice(0, at)}
      <b>{name}</b>
      {text.slice(at + name.length)}
    </>
  )
}
