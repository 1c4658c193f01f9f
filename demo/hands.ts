/** The demonstration's own hands: real changes to real files and rows, at a pace that a person can follow. */
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import { listenerName } from './table.ts'

const paceMs = 1_500
/** One cut of the listening connection in so many steps: about every 45 s. */
const cutEvery = 15

/** What is there at most, so that the folder and the table stay small. */
const most = 8

const customers = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Frances']

const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)]

/** Files that it made, and nobody else's: it changes and deletes no others. */
export class FileHands {
  readonly #folder: string
  readonly #made: string[] = []
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  step(): void {
    const file = pick(this.#made)
    if (file === undefined || (Math.random() < 0.5 && this.#made.length < most)) this.#add()
    else if (Math.random() < 0.6) this.#write(file)
    else this.#remove(file)
  }

  /** Removes every file that it made. */
  cleanUp(): void {
    for (const file of [...this.#made]) this.#remove(file)
  }

  #add(): void {
    this.#count += 1
    const file = `note-${this.#count}.txt`
    this.#made.push(file)
    this.#write(file)
  }

  #write(file: string): void {
    const line = `written at ${new Date().toISOString()}\n`
    writeFileSync(path.join(this.#folder, file), line, { flag: 'a' })
  }

  #remove(file: string): void {
    rmSync(path.join(this.#folder, file), { force: true })
    this.#made.splice(this.#made.indexOf(file), 1)
  }
}

/** Changes rows of the demonstration table, and cuts the listener's connection now and then, as a network does. */
export class RowHands {
  readonly #pool: pg.Pool
  #steps = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async step(): Promise<void> {
    this.#steps += 1
    if (this.#steps % cutEvery === 0) return this.#cut()
    const { rows } = await this.#pool.query<{ id: number }>('SELECT id FROM holdline_demo.orders ORDER BY random()')
    const [row] = rows
    if (!row || (Math.random() < 0.5 && rows.length < most)) await this.#add()
    else if (Math.random() < 0.6) await this.#pay(row.id)
    else await this.#pool.query('DELETE FROM holdline_demo.orders WHERE id = $1', [row.id])
  }

  async #add(): Promise<void> {
    const total = Math.round(Math.random() * 20_000) / 100
    await this.#pool.query('INSERT INTO holdline_demo.orders (customer, total) VALUES ($1, $2)', [
      pick(customers),
      total,
    ])
  }

  async #pay(id: number): Promise<void> {
    await this.#pool.query(`UPDATE holdline_demo.orders SET status = 'paid', total = total + 1 WHERE id = $1`, [id])
  }

  async #cut(): Promise<void> {
    await this.#pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
      listenerName,
    ])
  }
}

/** Takes a step of each, one after the other, until stopped. A step that fails is told, and the next one comes. */
export function move(files: FileHands, rows: RowHands, failed: (error: unknown) => void): () => void {
  let turn = 0
  const timer = setInterval(() => {
    turn += 1
    if (turn % 2 === 0) files.step()
    else rows.step().catch(failed)
  }, paceMs)
  return () => clearInterval(timer)
}
