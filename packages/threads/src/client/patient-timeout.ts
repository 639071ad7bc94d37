/** A timer this late tells that the page slept, was frozen or throttled, and its worker perhaps with it. */
const ASLEEP_MS = 2000

/**
 * Calls back after `ms`, or, when the page was asleep as that time passed, once more after `ms`: an answer may already
 * wait in the queue, and the worker may not have had its time. Returns the function that cancels it.
 */
export function patientTimeout(ms: number, onElapsed: () => void): () => void {
  const due = performance.now() + ms
  let timer = setTimeout(() => {
    if (performance.now() - due < ASLEEP_MS) onElapsed()
    else timer = setTimeout(onElapsed, ms)
  }, ms)
  return () => clearTimeout(timer)
}
