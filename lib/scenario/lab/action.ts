/** What happens in a Lab, each as plain data: the same actions in the same order make the same state in every browser. */
import type { LabState, Mode, Publish, Row } from './state.ts'
import * as update from './update.ts'

/** What a person does. `by` is the browser where it was done. */
export type Deed = { readonly at: number; readonly by: string } & (
  | { readonly do: 'join'; readonly row: Row }
  | { readonly do: 'leave'; readonly who: string }
  | { readonly do: 'publish'; readonly ids: readonly string[]; readonly publish: Publish }
  | { readonly do: 'withdraw'; readonly ids: readonly string[]; readonly reason: string }
  | { readonly do: 'plug'; readonly who: string; readonly on: boolean }
  | { readonly do: 'mode'; readonly who: string; readonly mode: Mode }
  | { readonly do: 'clear' }
)

/** What a subscriber saw. */
export type Sight = { readonly at: number; readonly who: string } & (
  | { readonly do: 'online' | 'offline' }
  | { readonly do: 'realtime' | 'received' | 'acked' | 'crashed'; readonly id: string }
  | { readonly do: 'nacked'; readonly id: string; readonly last: boolean }
)

export type Action = Deed | Sight

export function reduce(state: LabState, action: Action): LabState {
  switch (action.do) {
    case 'join':
      return update.joined(state, action.row, action.by, action.at)
    case 'leave':
      return update.left(state, action.who, action.by, action.at)
    case 'publish':
      return update.published(state, action.ids, action.publish, action.by, action.at)
    case 'withdraw':
      return update.withdrawn(state, action.ids, action.reason, action.by, action.at)
    case 'plug':
      return update.plugged(state, action.who, action.on, action.by, action.at)
    case 'mode':
      return update.modeSet(state, action.who, action.mode, action.by, action.at)
    case 'clear':
      return update.cleared(state)
    default:
      return see(state, action)
  }
}

function see(state: LabState, sight: Sight): LabState {
  const { who, at } = sight
  switch (sight.do) {
    case 'online':
      return update.online(state, who, at)
    case 'offline':
      return update.offline(state, who, at)
    case 'realtime':
      return update.receivedRealtime(state, who, sight.id)
    case 'received':
      return update.receivedQueued(state, who, sight.id)
    case 'acked':
      return update.acked(state, who, sight.id, at)
    case 'nacked':
      return update.nacked(state, who, sight.id, sight.last)
    case 'crashed':
      return update.crashed(state, who, sight.id, at)
  }
}
