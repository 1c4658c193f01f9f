import { type Asking, askingOf } from '@/lib/scenario/asking.ts'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import { labelOf } from '@/lib/scenario/lab/lab.ts'
import { EMPTY_LAB } from '@/lib/scenario/lab/state.ts'
import { play, type StepResult } from '@/lib/scenario/play.ts'
import { LabSession, type Seen, type Setting } from '../share/session.ts'
import { LOOK } from './hands.ts'
import { misfit, type Played } from './played.ts'
import { rememberRun } from './runs.ts'
import { sweep } from './sweep.ts'
import { settingHere, showRun } from './where.ts'

/** So long each deed of a scenario stands, that a person can follow it. */
const SEEN_MS = 900

export interface Shown extends Seen {
  readonly session: LabSession | null
  readonly played: Played | null
  /** A file that plays once somebody says yes. */
  readonly asked: { readonly scenario: Scenario; readonly asking: Asking } | null
}

export const NOTHING_SHOWN: Shown = {
  state: EMPTY_LAB,
  sharing: 'alone',
  connected: true,
  session: null,
  played: null,
  asked: null,
}

/** The Lab's page without its looks: the run that is open, and the scenario that plays in it. */
export class LabPage {
  #shown: Shown = NOTHING_SHOWN
  #token: string | undefined
  /** Fires when what plays has ended before its end. */
  #stop = new AbortController()
  /** The file that was opened last. */
  #opened: symbol | null = null
  readonly #listeners = new Set<() => void>()

  readonly shown = (): Shown => this.#shown

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens the run that the address names, or one of its own. */
  open(): void {
    this.#begin(settingHere())
  }

  /** Takes its subscriptions along. */
  readonly close = (): void => {
    this.#stop.abort()
    this.#shown.session?.leave()
    this.#set({ ...NOTHING_SHOWN, state: this.#shown.state })
  }

  /** An empty run; a shared one is emptied for all. */
  readonly reset = (): void => {
    this.#endPlay()
    this.#set({ played: null })
    const { session } = this.#shown
    if (session !== null && this.#isShared()) void session.lab.clear()
    else this.#begin({ ...settingHere(), queue: session?.lab.place.queue ?? settingHere().queue })
  }

  /** The same again, with the token that the broker asks of subscribers. */
  readonly withToken = (token: string): void => {
    this.#token = token
    this.reset()
  }

  /** A run of its own, on another queue where one is named; a shared Lab is left. */
  readonly startOwn = (queue = settingHere().queue): void => {
    this.#endPlay()
    showRun(null)
    this.#set({ played: null })
    this.#begin({ queue })
  }

  /** Begins an empty run with a scenario's subscribers and plays it there. */
  readonly run = (scenario: Scenario): void => {
    this.#endPlay()
    this.#set({ asked: null })
    const { session } = this.#shown
    if (session !== null && this.#isShared()) return this.#runShared(session, scenario)
    const queue = scenario.queue ?? session?.lab.place.queue ?? settingHere().queue
    void this.#follow(this.#begin({ queue, rows: scenario.subscribers }), scenario)
  }

  /** Plays a file, or says what is wrong with it; asks first where it names somebody else's queue. */
  readonly openFile = async (file: string, text: string): Promise<void> => {
    // With its schemas a tenth of the page, and few open a file.
    const { parseScenario } = await import('@/lib/scenario/file/parse.ts')
    const parsed = parseScenario(text)
    if (!parsed.ok) return this.#set({ asked: null, played: { file, faults: parsed.faults } })
    // A shared Lab plays in its own queue, whatever the file names.
    if (this.#isShared()) return this.run(parsed.scenario)
    await this.#ask(file, parsed.scenario)
  }

  readonly playAsked = (): void => {
    const { asked } = this.#shown
    if (asked !== null) this.run(asked.scenario)
  }

  readonly closeAsked = (): void => this.#set({ asked: null })

  readonly closePlayed = (): void => this.#set({ played: null })

  /** Lets others in, and answers the link that they open. */
  readonly share = async (): Promise<string> => {
    const { session } = this.#shown
    if (session === null) throw new Error('The Lab is not open.')
    await session.share()
    return showRun(session.lab.place)
  }

  async #ask(file: string, scenario: Scenario): Promise<void> {
    const opened = Symbol(file)
    this.#opened = opened
    const { session } = this.#shown
    try {
      const asking = await askingOf(scenario, LOOK, session === null ? undefined : labelOf(session.lab.place.run, ''))
      // Another file was opened meanwhile, or another run.
      if (this.#opened !== opened || this.#shown.session !== session) return
      if (asking === null) this.run(scenario)
      else this.#set({ asked: { scenario, asking } })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (this.#opened === opened) this.#set({ played: { file, faults: [{ at: 'queue', message }] } })
    }
  }

  #runShared(session: LabSession, scenario: Scenario): void {
    const fault = misfit(session.lab.state(), scenario)
    if (fault !== null) return this.#set({ played: { file: scenario.name, faults: [fault] } })
    void session.lab.clear().then(() => this.#follow(session, scenario))
  }

  #begin(setting: Setting): LabSession {
    this.#shown.session?.leave()
    const token = this.#token
    const session = new LabSession({ ...setting, ...(token !== undefined && { token }) })
    this.#set({ ...session.seen(), session })
    session.subscribe(() => this.#shown.session === session && this.#set(session.seen()))
    rememberRun(session.lab.place)
    session.open()
    void sweepOnceReady(session)
    return session
  }

  async #follow(session: LabSession, scenario: Scenario): Promise<void> {
    const { signal } = this.#stop
    let results: readonly StepResult[] = []
    this.#set({ played: { scenario, results, verdict: null } })
    const onStep = (result: StepResult) => {
      results = [...results, result]
      if (!signal.aborted) this.#set({ played: { scenario, results, verdict: null } })
    }
    const verdict = await play(session.lab, scenario, { signal, paceMs: SEEN_MS, onStep })
    if (!signal.aborted) this.#set({ played: { scenario, results: verdict.results, verdict } })
  }

  #endPlay(): void {
    this.#stop.abort()
    this.#stop = new AbortController()
  }

  #isShared(): boolean {
    return this.#shown.sharing === 'shared' && this.#shown.state.status !== 'failed'
  }

  #set(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** A broker that is ready for this run answers about others, too. */
async function sweepOnceReady({ lab }: LabSession): Promise<void> {
  if (await lab.until((state) => state.status === 'ready')) await sweep()
}
