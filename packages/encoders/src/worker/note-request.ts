import type { NotedRequest, RequestRecord } from '../shared/request-record.js'

/**
 * Notes one request from the moment it is sent, and again with every part of the answer. What is told only at the end
 * would be lost with a call that was cancelled, since nobody listens to it any more, or with a worker that died.
 *
 * @returns what to call with the bytes that have come so far
 */
export function noteRequest(
  url: string,
  purpose: RequestRecord['purpose'],
  tell: (noted: NotedRequest) => void,
): (bytes: number) => void {
  const id = crypto.randomUUID()
  const at = Date.now()
  return (bytes) => tell({ id, record: { url, bytes, from: 'network', at, purpose } })
}
