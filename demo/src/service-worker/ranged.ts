/** The part of a kept file that a request asks for: players of sounds and clips ask for parts, and Safari insists on them. */
export async function ranged(request: Request, kept: Response): Promise<Response> {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '')
  if (asked === null) return kept
  const whole = await kept.blob()
  const from = Number(asked[1])
  const to = asked[2] === '' ? whole.size - 1 : Math.min(Number(asked[2]), whole.size - 1)
  if (from > to) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${whole.size}` } })
  const headers = new Headers(kept.headers)
  headers.set('content-range', `bytes ${from}-${to}/${whole.size}`)
  headers.set('content-length', String(to - from + 1))
  return new Response(whole.slice(from, to + 1), { status: 206, headers })
}
