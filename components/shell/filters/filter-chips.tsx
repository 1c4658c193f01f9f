import { Fragment } from 'react'
import { Chip } from '@/components/ui/badge.tsx'
import { RANGE_WORDS, type Range } from '@/lib/filters/times.ts'

interface FilterChipsProps {
  /** What is asked for by the controls, by name; what is empty is not asked for. */
  terms: Readonly<Record<string, string>>
  time: Range
  text: string
}

/** A filter in words, for a screen that repeats it. */
export function FilterChips({ terms, time, text }: FilterChipsProps) {
  const all = { ...terms, time: time === 'any' ? '' : RANGE_WORDS[time].toLowerCase() }
  const asked = Object.entries(all).filter(([, word]) => word !== '')
  return (
    <>
      {asked.map(([name, word]) => (
        <Fragment key={name}>
          <Chip name={name}>{word}</Chip>{' '}
        </Fragment>
      ))}
      {text.trim() !== '' && <Chip>{text.trim()}</Chip>}
    </>
  )
}
