import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Heartbeat } from './heartbeat.js'
import { patientTimeout } from './patient-timeout.js'

let sleptMs = 0

beforeEach(() => {
  vi.useFakeTimers()
  sleptMs = 0
  const awake = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => awake() + sleptMs)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function startBeating(options: { readonly answers: boolean; readonly hungAfterMs?: number }) {
  const seen = { pings: 0, hung: 0 }
  const heartbeat = new Heartbeat({
    hungAfterMs: options.hungAfterMs ?? 4000,
    ping: () => {
      seen.pings += 1
      if (options.answers) setTimeout(() => heartbeat.heard(), 5)
    },
    onHung: () => {
      seen.hung += 1
    },
  })
  heartbeat.start()
  return { heartbeat, seen }
}

test('silence for four seconds is told once, with one question asked', () => {
  const { seen } = startBeating({ answers: false })
  vi.advanceTimersByTime(3900)
  expect(seen).toEqual({ pings: 1, hung: 0 })
  vi.advanceTimersByTime(1100)
  expect(seen).toEqual({ pings: 1, hung: 1 })
  vi.advanceTimersByTime(60_000)
  expect(seen.hung).toBe(1)
})

test('a worker that answers is asked every second and never called hung', () => {
  const { seen } = startBeating({ answers: true })
  vi.advanceTimersByTime(60_500)
  expect(seen).toEqual({ pings: 61, hung: 0 })
})

test('ten minutes of sleep do not count as silence', () => {
  const { heartbeat, seen } = startBeating({ answers: false })
  vi.advanceTimersByTime(1000)
  sleptMs = 600_000
  vi.advanceTimersByTime(1500)
  expect(seen.hung).toBe(0)
  heartbeat.heard()
  vi.advanceTimersByTime(3400)
  expect(seen.hung).toBe(0)
})

test('stopped is silent', () => {
  const { heartbeat, seen } = startBeating({ answers: false })
  heartbeat.stop()
  vi.advanceTimersByTime(60_000)
  expect(seen.hung).toBe(0)
})

test('a deadline that passed in sleep is given once more, and only once', () => {
  let elapsed = 0
  patientTimeout(1000, () => {
    elapsed += 1
  })
  sleptMs = 600_000
  vi.advanceTimersByTime(1900)
  expect(elapsed).toBe(0)
  sleptMs = 1_200_000
  vi.advanceTimersByTime(200)
  expect(elapsed).toBe(1)
})

test('a deadline awake is kept, and a cancelled one never comes', () => {
  let elapsed = 0
  const count = () => {
    elapsed += 1
  }
  patientTimeout(1000, count)
  const cancel = patientTimeout(1000, count)
  cancel()
  vi.advanceTimersByTime(5000)
  expect(elapsed).toBe(1)
})
