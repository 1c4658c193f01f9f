'use client'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import { parseScenario } from '@/lib/scenario/file/parse.ts'
import { Lab, runId } from '@/lib/scenario/lab/lab.ts'
import { EMPTY_LAB, FIRST_ROWS, type LabState, type Row } from '@/lib/scenario/lab/state.ts'
import { play, type StepResult } from '@/lib/scenario/play.ts'
import { HANDS } from './hands.ts'
import type { Played } from './played.ts'
import { sweep } from './sweep.ts'

export const LAB_QUEUE = 'lab'
/** So long each step of a scenario stands, that a person can follow it. */
const SEEN_MS = 900

/** Where the next run is, and who is in it. A new object begins a new run, also where nothing in it differs. */
interface Setting {
  readonly queue: string
  readonly token?: string
  readonly rows: readonly Row[]
}

/** What the page does with the Lab. */
export interface LabHandle {
  readonly state: LabState
  readonly lab: Lab | null
  readonly played: Played | null
  /** Ends this run and begins an empty one, on another queue where one is named. */
  readonly reset: (change?: { queue?: string; token?: string }) => void
  /** Begins an empty run with a scenario's subscribers and plays it there. */
  readonly run: (scenario: Scenario) => void
  /** Plays a file, or says what is wrong with it. */
  readonly openFile: (name: string, text: string) => void
  readonly closePlayed: () => void
}

/** The Lab for as long as the page is open. It takes its subscriptions along when it goes. */
export function useLab(): LabHandle {
  const [lab, setLab] = useState<Lab | null>(null)
  const [setting, setSetting] = useState<Setting>({ queue: LAB_QUEUE, rows: FIRST_ROWS })
  const [played, setPlayed] = useState<Played | null>(null)
  const next = useRef<((lab: Lab, stop: AbortSignal) => void) | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    const { rows, ...place } = setting
    const fresh = new Lab({ ...place, run: runId() }, HANDS, 'you', rows)
    const leave = () => {
      stop.abort()
      void fresh.close()
    }
    setLab(fresh)
    fresh.open()
    void sweepOnceReady(fresh, stop.signal)
    next.current?.(fresh, stop.signal)
    next.current = null
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [setting])

  const reset = useCallback((change: { queue?: string; token?: string } = {}) => {
    setPlayed(null)
    setSetting((before) => ({ ...before, rows: FIRST_ROWS, ...change }))
  }, [])
  const run = useCallback((scenario: Scenario) => {
    next.current = (fresh, stop) => void follow(fresh, scenario, stop, setPlayed)
    const { subscribers: rows, queue } = scenario
    setSetting((before) => ({ ...before, rows, ...(queue !== undefined && { queue }) }))
  }, [])
  const openFile = useCallback(
    (file: string, text: string) => {
      const parsed = parseScenario(text)
      if (parsed.ok) run(parsed.scenario)
      else setPlayed({ file, faults: parsed.faults })
    },
    [run],
  )
  const closePlayed = useCallback(() => setPlayed(null), [])
  const state = useSyncExternalStore(
    lab?.subscribe ?? NOTHING,
    () => lab?.state() ?? EMPTY_LAB,
    () => EMPTY_LAB,
  )
  return { state, lab, played, reset, run, openFile, closePlayed }
}

/** Plays a scenario and tells how far it is, unless its run has ended meanwhile. */
async function follow(lab: Lab, scenario: Scenario, stop: AbortSignal, tell: (played: Played) => void): Promise<void> {
  let results: readonly StepResult[] = []
  tell({ scenario, results, verdict: null })
  const onStep = (result: StepResult) => {
    results = [...results, result]
    if (!stop.aborted) tell({ scenario, results, verdict: null })
  }
  const verdict = await play(lab, scenario, { signal: stop, paceMs: SEEN_MS, onStep })
  if (!stop.aborted) tell({ scenario, results: verdict.results, verdict })
}

/** The queue may be new: its subscriptions can be asked for once those of this run are there. */
async function sweepOnceReady(lab: Lab, stop: AbortSignal): Promise<void> {
  if (await lab.until((state) => state.status === 'ready', stop)) await sweep(lab.place.queue)
}

const NOTHING = () => () => undefined
