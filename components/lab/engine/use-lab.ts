'use client'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { messageId } from '@/lib/client/publish/ids.ts'
import { EMPTY_LAB, type LabState } from '../model/state.ts'
import { LabEngine } from './engine.ts'
import { play, type Scenario } from './scenarios.ts'
import { sweep } from './sweep.ts'

export const LAB_QUEUE = 'lab'

/** What the page does with the Lab. */
export interface Lab {
  readonly state: LabState
  readonly engine: LabEngine | null
  /** Ends this run and begins an empty one, on another queue where one is named. */
  readonly reset: (change?: { queue?: string; token?: string }) => void
  /** Begins an empty run and plays a scenario on it. */
  readonly run: (scenario: Scenario, event: string, payload: unknown) => void
}

/** The Lab's engine for as long as the page is open. It takes its subscriptions along when it goes. */
export function useLab(): Lab {
  const [engine, setEngine] = useState<LabEngine | null>(null)
  // A new object begins a new run, also where nothing in it differs.
  const [place, setPlace] = useState<{ queue: string; token?: string }>({ queue: LAB_QUEUE })
  const next = useRef<((engine: LabEngine, stop: AbortSignal) => void) | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    const fresh = new LabEngine({ ...place, run: runId() })
    const leave = () => {
      stop.abort()
      void fresh.close()
    }
    setEngine(fresh)
    fresh.open()
    void sweepOnceReady(fresh)
    next.current?.(fresh, stop.signal)
    next.current = null
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [place])

  const reset = useCallback((change: { queue?: string; token?: string } = {}) => {
    setPlace((before) => ({ ...before, ...change }))
  }, [])
  const run = useCallback(
    (scenario: Scenario, event: string, payload: unknown) => {
      next.current = (fresh, stop) => void play(fresh, scenario, event, payload, stop)
      reset()
    },
    [reset],
  )
  const state = useSyncExternalStore(
    engine?.subscribe ?? NOTHING,
    () => engine?.state() ?? EMPTY_LAB,
    () => EMPTY_LAB,
  )
  return { state, engine, reset, run }
}

/** The queue may be new: its subscriptions can be asked for once those of this run are there. */
async function sweepOnceReady(engine: LabEngine): Promise<void> {
  await engine.until((state) => state.status === 'ready')
  await sweep(engine.place.queue)
}

const NOTHING = () => () => undefined

/** Four letters and digits: enough to tell the tabs of one machine apart. */
function runId(): string {
  return messageId().slice(-4)
}
