export const SCENARIO_VERSION = 1
/** How long a step waits where it does not say. */
export const WAIT_MS = 10_000
