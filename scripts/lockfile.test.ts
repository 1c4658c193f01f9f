import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

interface Entry {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const read = (file: string) => JSON.parse(readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'))
const locked: Readonly<Record<string, Entry>> = read('package-lock.json').packages
const manifest: Readonly<Record<string, Readonly<Record<string, string>>>> = read('package.json')

/** Where npm looks for a package that `from` needs: in its own node_modules, then in each folder above. */
function find(from: string, name: string): Entry | undefined {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`
  if (locked[place] || from === '') return locked[place]
  return find(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
}

test('the lockfile has the packages of every platform, or `npm ci` refuses it', () => {
  const missing = Object.entries(locked).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !find(place, name)),
  )
  expect(missing, 'platform packages that a registry did not offer when the lockfile was written').toEqual([])
})

test('the lockfile names no host, so that any registry serves it', () => {
  expect(Object.keys(locked).filter((place) => locked[place]?.resolved)).toEqual([])
})

test('every version is exact, and the lockfile agrees', () => {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies }
  for (const [name, version] of Object.entries(wanted)) {
    const exact = version.replace(/^npm:.*@/, '')
    expect(exact, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    expect(locked[`node_modules/${name}`]?.version, name).toBe(exact)
  }
})

test('every install script is allowed or denied by name', () => {
  const scripts = Object.entries(locked).filter(([, entry]) => 'hasInstallScript' in entry)
  const names = scripts.map(([place]) => place.replace(/^.*node_modules\//, ''))
  expect(names.filter((name) => manifest.allowScripts?.[name] === undefined)).toEqual([])
})
