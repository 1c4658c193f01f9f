import { StateMark, type StateName } from '@/components/ui/state.tsx'

const STATES: readonly (readonly [state: StateName, means: string, way: string])[] = [
  ['scheduled', 'Has a delay and takes its place when it is due.', 'queued'],
  ['pending', 'Waits: for a connection, for credit, or behind its key.', 'queued'],
  ['inFlight', 'Handed to a consumer that has not answered yet.', 'queued'],
  ['acked', 'Handled. The consumer said so.', 'queued'],
  ['retrying', 'Failed and will be tried again at a known time.', 'queued'],
  ['dead', 'Failed for good and is kept with its reason.', 'queued'],
  ['expired', 'Its time to live ended before it was dispatched.', 'queued'],
  ['delivered', 'Sent to a connected subscriber. Nobody confirms it.', 'real time'],
  ['missed', 'The subscriber was away. Nothing was kept.', 'real time'],
]

/** The nine states of a delivery: shape, word and colour, and what each means. */
export function StatesTable() {
  return (
    <table aria-label="Delivery states">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Means</th>
          <th scope="col">Way</th>
        </tr>
      </thead>
      <tbody>
        {STATES.map(([state, means, way]) => (
          <tr key={state}>
            <th scope="row">
              <StateMark state={state} />
            </th>
            <td className="wrap">{means}</td>
            <td className="soft">{way}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
