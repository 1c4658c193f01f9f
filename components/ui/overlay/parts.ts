import { later } from './later.ts'

// A fifth of what a page would load: wanted when something is first opened, and fetched once the page is at rest.
/** Whatever opens over the page. */
export const popups = later(() => import('./apart/popups.ts'))
/** Fields that offer what is known. */
export const fields = later(() => import('./apart/fields.ts'))
