export const RATE_WINDOWS = ['15m', '1h', '24h'] as const
export type RateWindow = (typeof RATE_WINDOWS)[number]
