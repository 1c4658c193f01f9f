export const TAB_HEADER = 'x-holdline-tab'
