import { ERROR_CODES, LocavoreError } from '@locavore/core'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { FakeWorker } from '../../test/fake-worker.js'
import { type SupervisedWorker, superviseWorker } from './index.js'

const HUNG_AFTER_MS = 60
const DEADLINE_MS = 150

const service = {
  echo: async (value: number) => value,
  never: async (_: number) => new Promise<number>(() => {}),
  refuse: async (value: number): Promise<number> => {
    throw new LocavoreError('unknown-item', 'No such item.', { value })
  },
}
type TestService = typeof service

type Step =
  | { readonly do: 'call'; readonly method: keyof TestService; readonly abortAfterMs: number | undefined }
  | { readonly do: 'fault'; readonly fault: 'terminate' | 'error' | 'messageerror' | 'silence' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'stop' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      method: fc.constantFrom('echo' as const, 'never' as const, 'refuse' as const),
      abortAfterMs: fc.option(fc.nat(40), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom('terminate' as const, 'error' as const, 'messageerror' as const, 'silence' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'stop' as const }) },
)
/** What the n-th worker is like: able, silent from the start, or not to be made at all. */
const kinds = fc.array(fc.constantFrom('able', 'able', 'mute', 'refused'), { minLength: 1, maxLength: 4 })

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function makeWorker(kind: string | undefined): FakeWorker {
  if (kind === 'refused') throw new Error('no worker for you')
  return new FakeWorker(kind === 'mute' ? undefined : service)
}

async function outcomeOf(worker: SupervisedWorker<TestService>, call: Step & { do: 'call' }): Promise<string> {
  const controller = new AbortController()
  if (call.abortAfterMs !== undefined) setTimeout(() => controller.abort(), call.abortAfterMs)
  try {
    const value = await worker.call(call.method, 7, { deadlineMs: DEADLINE_MS, signal: controller.signal })
    return value === 7 && call.method === 'echo' ? 'answered' : `wrong answer ${value}`
  } catch (thrown) {
    return thrown instanceof LocavoreError ? thrown.code : `foreign ${thrown}`
  }
}

async function play(steps: readonly Step[], workers: readonly string[]): Promise<string[]> {
  const made: FakeWorker[] = []
  let starts = 0
  const worker = superviseWorker<TestService>({
    name: 'fake',
    hungAfterMs: HUNG_AFTER_MS,
    startWithinMs: 80,
    start: () => {
      const fake = makeWorker(workers[starts++ % workers.length])
      made.push(fake)
      return fake.asWorker()
    },
  })
  const outcomes: Promise<string>[] = []
  for (const next of steps) {
    if (next.do === 'call') outcomes.push(outcomeOf(worker, next))
    else if (next.do === 'wait') await pause(next.ms)
    else if (next.do === 'stop') void worker.stop()
    else made.at(-1)?.suffer(next.fault)
  }
  const limit = pause(DEADLINE_MS + HUNG_AFTER_MS + 1000).then(() => 'HANGS')
  const settled = await Promise.all(outcomes.map((outcome) => Promise.race([outcome, limit])))
  await worker.stop()
  return settled
}

test('whatever happens to the worker, every call settles, with its answer or a code', async () => {
  const allowed = new Set<string>(['answered', ...ERROR_CODES])
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), kinds, async (steps, workers) => {
      const outcomes = await play(steps, workers)
      expect(outcomes.filter((outcome) => !allowed.has(outcome))).toEqual([])
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('without faults every call has its own outcome', async () => {
  const call = (method: keyof TestService) => ({ do: 'call' as const, method, abortAfterMs: undefined })
  expect(await play([call('echo'), call('never'), call('refuse'), call('echo')], ['able'])).toEqual([
    'answered',
    'deadline-exceeded',
    'unknown-item',
    'answered',
  ])
})

test('what prepares a worker has longer than a call', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const refused: unknown[] = []
    const worker = superviseWorker<TestService>({
      name: 'fake',
      hungAfterMs: 1_000_000,
      start: () => new FakeWorker(service).asWorker(),
      prepare: async (call) => {
        await call('never', 7).catch((error: LocavoreError) => refused.push(error.details?.['deadlineMs']))
      },
    })
    const answer = worker.call('echo', 7, { deadlineMs: 1_000_000 })
    for (let passed = 0; passed < 140; passed += 1) await vi.advanceTimersByTimeAsync(1000)
    expect(refused).toEqual([])
    for (let passed = 0; passed < 20; passed += 1) await vi.advanceTimersByTimeAsync(1000)
    expect(refused).toEqual([150_000])
    vi.useRealTimers()
    expect(await answer).toBe(7)
    await worker.stop()
  } finally {
    vi.useRealTimers()
  }
})

test('options are checked before anything starts', () => {
  const start = () => new FakeWorker(service).asWorker()
  const wrong = { name: 'fake', start, retries: 3 }
  expect(() => superviseWorker<TestService>(wrong)).toThrow(/no option "retries"/)
  expect(() => superviseWorker<TestService>({ name: 'fake', start, hungAfterMs: 0 })).toThrow(/hungAfterMs is 0/)
  expect(() => superviseWorker<TestService>({ name: 'fake', start, idleAfterMs: 2 ** 31 })).toThrow(/idleAfterMs/)
  expect(() => superviseWorker<TestService>({ name: 'fake', start, startWithinMs: Number.NaN })).toThrow(/NaN/)
})
