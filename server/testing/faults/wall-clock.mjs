/**
 * Loaded into a server before all else (`NODE_OPTIONS=--import=…`), it sets the wall clock that the server sees, and that
 * alone, off by the milliseconds in the file that WALL_CLOCK names; SIGUSR2 reads it again. What runs is the server as it is.
 */
import { readFileSync } from 'node:fs'

const TrueDate = Date
const trueNow = Date.now
let offsetMs = read()

function read() {
  return Number(readFileSync(process.env.WALL_CLOCK ?? '', 'utf8'))
}

process.on('SIGUSR2', () => {
  offsetMs = read()
  process.stdout.write(`${JSON.stringify({ event: 'wallClock', offsetMs })}\n`)
})

globalThis.Date = class extends TrueDate {
  constructor(...args) {
    super(...(args.length === 0 ? [trueNow() + offsetMs] : args))
  }

  static now() {
    return trueNow() + offsetMs
  }
}
