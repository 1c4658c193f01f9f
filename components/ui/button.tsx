import type { ComponentProps } from 'react'
import { PageLink } from './page-link.tsx'

type Look = {
  /** `primary` once per page, `quiet` inside cards, `danger` asks first, `destroy` is the answer in its dialog. */
  variant?: 'default' | 'primary' | 'quiet' | 'danger' | 'destroy'
  small?: boolean
  /** Square, for an icon alone: give it an `aria-label`. */
  icon?: boolean
}

/** The classes of a button, for elements that are not one. */
export function buttonClass({ variant = 'default', small = false, icon = false }: Look, extra?: string): string {
  const parts = ['btn', variant === 'default' ? '' : variant, small ? 'small' : '', icon ? 'icon' : '', extra ?? '']
  return parts.filter((part) => part !== '').join(' ')
}

/** A verb and its object. `type` is `button` unless said otherwise, so that none submits a form by accident. */
export function Button({ variant, small, icon, className, type = 'button', ...rest }: ComponentProps<'button'> & Look) {
  return <button type={type} className={buttonClass(look(variant, small, icon), className)} {...rest} />
}

/** A link that is drawn as a button. */
export function ButtonLink({ variant, small, icon, className, ...rest }: ComponentProps<typeof PageLink> & Look) {
  return <PageLink className={buttonClass(look(variant, small, icon), className)} {...rest} />
}

// Left-out properties must be absent, not undefined.
function look(variant: Look['variant'], small: boolean | undefined, icon: boolean | undefined): Look {
  return { ...(variant && { variant }), ...(small && { small }), ...(icon && { icon }) }
}
