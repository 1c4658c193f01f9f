/** A number in a text that arrives as another one. */
export interface Rounded {
  /** Offset in the text. */
  readonly at: number
  /** As it is written. */
  readonly written: string
  /** As JSON has it. */
  readonly sent: string
}

/** Texts are passed over whole, so that digits in them are none. */
const TOKEN = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** The numbers of a JSON text that reading it changes in value: 2^53+1, or more digits than a number holds. */
export function roundedIn(text: string): readonly Rounded[] {
  const found: Rounded[] = []
  for (const { 0: written, index } of text.matchAll(TOKEN)) {
    if (written.startsWith('"')) continue
    const sent = String(Number(written))
    if (decimal(written) !== decimal(sent)) found.push({ at: index, written, sent })
  }
  return found
}

/** A number as its significant digits and their place: the same for every way to write the same value. */
function decimal(written: string): string {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? []
  const digits = (whole + part).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  // Nothing has a sign: -0 is 0.
  if (significant === '') return '0'
  const exponent = Number(power) - part.length + (digits.length - significant.length)
  return `${sign}${significant}e${exponent}`
}
