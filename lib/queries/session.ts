import type { SessionAnswer } from '../api.ts'
import { request } from './request.ts'

/** Trades the broker's token for a cookie of this browser. @throws ApiFailure `E_AUTH` where it is another one. */
export function openSession(token: string): Promise<SessionAnswer> {
  return request<SessionAnswer>('/session', { method: 'POST', body: { token } })
}
