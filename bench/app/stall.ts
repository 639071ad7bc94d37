/** Watches how long the page's own thread is kept from answering. */
export function watchStalls(): () => number {
  let longest = 0
  let last = performance.now()
  const tick = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    channel.port2.postMessage(0)
  }
  const channel = new MessageChannel()
  channel.port1.onmessage = () => setTimeout(tick, 4)
  channel.port2.postMessage(0)
  return () => {
    const result = longest
    longest = 0
    return result
  }
}
