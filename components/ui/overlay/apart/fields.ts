export { Autocomplete } from '@base-ui/react/autocomplete'
export { Combobox } from './combobox.tsx'
