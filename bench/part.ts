/** What a part of the benchmark is to the command that runs it: `npm run bench -- rates peers`. */
import type { Figures } from './figures.ts'

export interface Part {
  /** What it is called on the command line. */
  readonly name: string
  /** For people, one line. */
  readonly about: string
  /** Measures into `figures`, which the JSON keeps with every round; answers what is printed below its name. */
  run(figures: Figures, context: Context): Promise<Report>
}

export interface Context {
  /** That count: `ROUNDS`. Each plays everything once, so that a slow minute hits all alike. */
  readonly rounds: number
  /** For the person who waits. */
  say(sentence: string): void
}

export interface Report {
  readonly tables: readonly Table[]
  readonly targets?: readonly Target[]
  /** Sentences: settings and versions, what was left out, what a column means. */
  readonly notes?: readonly string[]
}

export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What is to be reached. `NaN` says that it was not measured. */
export interface Target {
  readonly what: string
  readonly wanted: { readonly atLeast: number } | { readonly atMost: number }
  readonly measured: number
}
