export const TAB_HEADER = 'x-holdline-tab'

/** What a caller of the API calls itself, as `client` in a handshake: a label that the activity shows. */
export const ACTOR_HEADER = 'x-holdline-client'
