import { type Language, quoted } from './literal.ts'

export const JAVASCRIPT: Language = {
  indent: '  ',
  inner: ' ',
  words: { true: 'true', false: 'false', null: 'null' },
  text: quoted,
  name: (name) => {
    // As a plain name it would set the object's prototype instead of an entry.
    if (name === '__proto__') return `['__proto__']`
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
  },
}

export const PYTHON: Language = {
  indent: '    ',
  inner: '',
  words: { true: 'True', false: 'False', null: 'None' },
  text: quoted,
  name: quoted,
}

/** A word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w:/.,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
