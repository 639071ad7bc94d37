import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DECODER_PATIENCE_MS, patiently, patientlyEach } from './patience.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<never>(() => {})
const codeOf = (call: Promise<unknown>) => call.then(() => 'ok').catch((thrown) => thrown.code)

test('a decoder that gives nothing is given up, one that gives something late is not', async () => {
  const hung = codeOf(patiently(never, undefined))
  const late = patiently(new Promise((resolve) => setTimeout(() => resolve(7), DECODER_PATIENCE_MS - 1)), undefined)
  await vi.advanceTimersByTimeAsync(DECODER_PATIENCE_MS)
  expect(await hung).toBe('deadline-exceeded')
  expect(await late).toBe(7)
  expect(vi.getTimerCount()).toBe(0)
})

test('a caller who gives up waits no longer, whether before or after the start', async () => {
  const controller = new AbortController()
  const running = codeOf(patiently(never, controller.signal))
  controller.abort()
  expect(await running).toBe('aborted')
  expect(await codeOf(patiently(never, controller.signal))).toBe('aborted')
})

test('an iteration is given up at the step that hangs, and its source is told to end', async () => {
  let ended = false
  async function* source(): AsyncGenerator<number, void, unknown> {
    try {
      yield 1
      yield 2
      await never
    } finally {
      ended = true
    }
  }
  const seen: number[] = []
  const running = codeOf(
    (async () => {
      for await (const value of patientlyEach(source(), undefined)) seen.push(value)
    })(),
  )
  await vi.advanceTimersByTimeAsync(DECODER_PATIENCE_MS)
  expect(await running).toBe('deadline-exceeded')
  expect(seen).toEqual([1, 2])
  for await (const value of patientlyEach(source(), undefined)) if (value === 1) break
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toBe(true)
})
