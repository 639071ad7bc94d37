/** Failures of a device. Everything else (network, wrong bytes, bad input, cancelled) is no reason to try another. */
export const DEVICE_FAILURES: ReadonlySet<string> = new Set([
  'no-device',
  'self-check-failed',
  'worker-failed',
  'worker-unresponsive',
])

/** Of a run only: a device that hangs keeps every later run waiting. A load may be late for its download alone. */
export const RUN_FAILURES: ReadonlySet<string> = new Set([...DEVICE_FAILURES, 'deadline-exceeded'])

/** Of these a fresh worker may be cured: with no rung below, the caller is told and may call again. */
export const WORKER_FAILURES: ReadonlySet<string> = new Set([
  'worker-failed',
  'worker-unresponsive',
  'deadline-exceeded',
])
