import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { at } from './run.mjs'

/** Tests don't go into what is built, so changing one must not cause a build. */
const isInput = (name) => !/\.test\.tsx?$/.test(name) && !name.startsWith('.')

function* filesOf(entry) {
  if (!existsSync(entry)) return
  if (!statSync(entry).isDirectory()) return yield entry
  for (const name of readdirSync(entry).filter(isInput).sort()) yield* filesOf(path.join(entry, name))
}

/** A hash of the names and contents of files and folders: it changes with a pull, not with a checkout's new times. */
export function hashOf(entries) {
  const hash = createHash('sha256').update(process.version)
  for (const entry of entries) {
    for (const file of filesOf(at(entry))) {
      hash
        .update(`${path.relative(at(), file)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * Runs `make` unless the stamp beside its product says that it was made from the same inputs. The stamp goes first and
 * comes last, so a build that was cut off is done again.
 */
export async function once(stampFile, inputs, make) {
  const stamp = at(stampFile)
  const hash = hashOf(inputs)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  rmSync(stamp, { force: true })
  await make()
  writeFileSync(stamp, hash)
  return true
}
