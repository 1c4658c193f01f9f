import { Way } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { clockTenths } from '@/lib/format.ts'
import { type LabState, SUBSCRIBERS } from '../model/state.ts'
import { entryWords } from '../model/words.ts'

/** What was done here, and what it did in each lane. Newest first. */
export function LogTable({ state }: { state: LabState }) {
  if (state.log.length === 0) return null
  return (
    <Card title="What just happened" className="labcard">
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
            const words = entryWords(entry, state)
            return (
              <tr key={entry.key}>
                <td className="mono">{clockTenths(entry.at)}</td>
                <td data-l="You">
                  <Named text={words.you} />
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
function Named({ text }: { text: string }) {
  const name = SUBSCRIBERS.find((one) => text.includes(one))
  if (name === undefined) return text
  const [before, after] = text.split(name)
  return (
    <>
      {before}
      <b>{name}</b>
      {after}
    </>
  )
}
