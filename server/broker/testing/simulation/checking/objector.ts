/** Keeps the first promise that was broken. Objections come from inside the core's calls, which may not be interrupted. */
export class Objector {
  #first: string | null = null

  object(what: string): void {
    this.#first ??= what
  }

  /** @throws Error with the first objection */
  check(): void {
    if (this.#first !== null) throw new Error(this.#first)
  }
}
