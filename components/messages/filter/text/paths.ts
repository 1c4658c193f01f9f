/** Deeper than this a path is longer than anybody types. */
const DEPTH = 3
const MOST = 40

/** The paths of fields with a plain value in some payloads, those of the first payload first. */
export function pathsOf(payloads: readonly unknown[]): readonly string[] {
  const paths = new Set<string>()
  for (const payload of payloads) collect(payload, '', DEPTH, paths)
  return [...paths]
}

function collect(value: unknown, path: string, depth: number, paths: Set<string>): void {
  if (paths.size >= MOST) return
  if (typeof value !== 'object' || value === null) {
    if (path !== '') paths.add(path)
    return
  }
  if (Array.isArray(value) || depth === 0) return
  for (const [name, inner] of Object.entries(value)) {
    // What a term cannot say is not offered.
    if (/^[^\s,:".]+$/.test(name)) collect(inner, path === '' ? name : `${path}.${name}`, depth - 1, paths)
  }
}
