import { LocavoreError } from '@locavore/core'
import { afterEach, describe, expect, test } from 'vitest'
import type { FaultyService } from '../../test/faulty.worker.js'
import { type SupervisedWorker, type SupervisedWorkerOptions, superviseWorker, type WorkerState } from './index.js'

const open: SupervisedWorker<FaultyService>[] = []
const made: Worker[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((worker) => worker.stop()))
  made.length = 0
})

function startFaulty(): Worker {
  const worker = new Worker(new URL('../../test/faulty.worker.ts', import.meta.url), { type: 'module' })
  made.push(worker)
  return worker
}

function supervise(options: Partial<SupervisedWorkerOptions<FaultyService>> = {}) {
  const states: WorkerState['kind'][] = []
  const worker = superviseWorker<FaultyService>({
    name: 'faulty',
    start: startFaulty,
    onStateChange: (state) => states.push(state.kind),
    ...options,
  })
  open.push(worker)
  return { worker, states }
}

/** The newest worker, as someone outside would have it who ends it. */
function newest(): Worker {
  const worker = made.at(-1)
  if (worker === undefined) throw new Error('no worker was made')
  return worker
}

async function errorOf(promise: Promise<unknown>): Promise<LocavoreError> {
  const error = await promise.then(
    (value) => new Error(`resolved with ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof LocavoreError) return error
  throw error
}

describe('calls', () => {
  test('the first call starts the worker, and its result comes back', async () => {
    const { worker, states } = supervise()
    expect(worker.state.kind).toBe('idle')
    expect(await worker.call('add', { a: 2, b: 3 })).toBe(5)
    expect(states).toEqual(['starting', 'ready'])
    expect(made.length).toBe(1)
  })

  test('calls made at once are answered each with its own result', async () => {
    const { worker } = supervise()
    const sums = await Promise.all(Array.from({ length: 50 }, (_, i) => worker.call('add', { a: i, b: i })))
    expect(sums).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i))
  })

  test('an error keeps its code, message and details', async () => {
    const error = await errorOf(supervise().worker.call('refuse', undefined))
    expect(error.toRecord()).toEqual({ code: 'unknown-item', message: 'No item "x".', details: { id: 'x', place: 3 } })
  })

  test('any other throw becomes `internal`, and the worker goes on', async () => {
    const { worker, states } = supervise()
    const error = await errorOf(worker.call('crash', undefined))
    expect(error.code).toBe('internal')
    expect(error.message).toContain('RangeError: plain')
    expect(await worker.call('add', { a: 1, b: 1 })).toBe(2)
    expect(states).toEqual(['starting', 'ready'])
  })

  test('progress comes in order and all of it before the result', async () => {
    const seen: unknown[] = []
    await supervise().worker.call('count', { to: 200 }, { onProgress: (report) => seen.push(report) })
    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => ({ done: i + 1 })))
  })

  test('buffers move in both directions', async () => {
    const { worker } = supervise()
    const { vector } = await worker.call('fill', { length: 1000 })
    expect(vector.length).toBe(1000)
    expect(await worker.call('sum', { vector }, { transfer: [vector.buffer] })).toBe(500)
    expect(vector.length).toBe(0)
    const again = new Float32Array(4).fill(1)
    const argument = { vector: again }
    expect(await worker.call('sum', argument)).toBe(4)
    expect(await worker.call('sum', argument)).toBe(4)
  })

  test('what cannot be cloned fails alone', async () => {
    const { worker } = supervise()
    const badArgument = { a: 1, b: (() => 1) as unknown as number }
    expect((await errorOf(worker.call('add', badArgument))).code).toBe('invalid-argument')
    expect((await errorOf(worker.call('badResult', undefined))).code).toBe('internal')
    expect((await errorOf(worker.call('badReport', undefined))).code).toBe('internal')
    expect(await worker.call('add', { a: 1, b: 1 })).toBe(2)
    expect(made.length).toBe(1)
  })

  test('a method or option that does not exist is named', async () => {
    const { worker } = supervise()
    const unknown = worker as unknown as { call(method: string, argument: unknown, options?: object): Promise<unknown> }
    expect((await errorOf(unknown.call('toString', null))).message).toContain('"toString"')
    const error = await errorOf(unknown.call('add', { a: 1, b: 1 }, { timeout: 5 }))
    expect([error.code, error.message.includes('"timeout"')]).toEqual(['unknown-option', true])
  })
})

describe('giving up', () => {
  test('an abort settles at once, and the worker is told', async () => {
    const { worker } = supervise()
    await worker.call('add', { a: 1, b: 1 })
    const controller = new AbortController()
    const waiting = errorOf(worker.call('forever', 'first', { signal: controller.signal }))
    await worker.call('add', { a: 1, b: 1 })
    controller.abort()
    const error = await waiting
    expect([error.code, error.name]).toEqual(['aborted', 'AbortError'])
    expect(await worker.call('cancelledCalls', undefined)).toEqual(['first'])
  })

  test('a signal aborted before the call starts no worker', async () => {
    const { worker } = supervise()
    const error = await errorOf(worker.call('add', { a: 1, b: 1 }, { signal: AbortSignal.abort() }))
    expect([error.code, made.length]).toEqual(['aborted', 0])
  })

  test('a deadline rejects, cancels and leaves the worker alive', async () => {
    const { worker } = supervise()
    await worker.call('add', { a: 1, b: 1 })
    const error = await errorOf(worker.call('forever', 'late', { deadlineMs: 80 }))
    expect(error.code).toBe('deadline-exceeded')
    expect(await worker.call('cancelledCalls', undefined)).toEqual(['late'])
    expect(made.length).toBe(1)
  })

  test('stop rejects what waits and what comes later', async () => {
    const { worker } = supervise()
    await worker.call('add', { a: 1, b: 1 })
    const waiting = errorOf(worker.call('forever', 'x'))
    await worker.stop()
    expect((await waiting).code).toBe('closed')
    expect((await errorOf(worker.call('add', { a: 1, b: 1 }))).code).toBe('closed')
    expect(worker.state.kind).toBe('stopped')
  })

  test('stop during the start settles the call that started it', async () => {
    const { worker } = supervise()
    const waiting = errorOf(worker.call('add', { a: 1, b: 1 }))
    await worker.stop()
    expect((await waiting).code).toBe('closed')
  })
})

describe('a worker that dies', () => {
  test('ended from outside: 50 calls reject with a code, and the next works', async () => {
    const { worker, states } = supervise({ hungAfterMs: 600 })
    await worker.call('add', { a: 1, b: 1 })
    const started = performance.now()
    const waiting = Array.from({ length: 50 }, () => errorOf(worker.call('sleep', { ms: 60_000 })))
    newest().terminate()
    const codes = new Set((await Promise.all(waiting)).map((error) => error.code))
    expect([...codes]).toEqual(['worker-unresponsive'])
    expect(performance.now() - started).toBeLessThan(5000)
    expect(await worker.call('add', { a: 1, b: 2 })).toBe(3)
    expect(states).toEqual(['starting', 'ready', 'restarting', 'ready'])
  })

  test('ended by itself is noticed by default within five seconds', async () => {
    const { worker } = supervise()
    await worker.call('add', { a: 1, b: 1 })
    const started = performance.now()
    await worker.call('end', undefined).catch(() => {})
    const error = await errorOf(worker.call('add', { a: 1, b: 1 }))
    expect(error.code).toBe('worker-unresponsive')
    expect(performance.now() - started).toBeLessThan(6000)
  })

  test('an infinite loop is ended and replaced', async () => {
    const { worker } = supervise({ hungAfterMs: 600 })
    const waiting = [errorOf(worker.call('spin', { ms: 1e9 })), errorOf(worker.call('add', { a: 1, b: 1 }))]
    expect((await Promise.all(waiting)).map((error) => error.code)).toEqual([
      'worker-unresponsive',
      'worker-unresponsive',
    ])
    expect(await worker.call('add', { a: 1, b: 2 })).toBe(3)
    expect(made.length).toBe(2)
  })

  test('a hung worker is replaced even after its caller gave up', async () => {
    const { worker } = supervise({ hungAfterMs: 600 })
    await worker.call('add', { a: 1, b: 1 })
    expect((await errorOf(worker.call('spin', { ms: 1e9 }, { deadlineMs: 50 }))).code).toBe('deadline-exceeded')
    await expect.poll(() => made.length, { timeout: 5000 }).toBe(2)
    expect(await worker.call('add', { a: 1, b: 2 })).toBe(3)
  })

  test('a long task that ends in time is left alone', async () => {
    const { worker } = supervise({ hungAfterMs: 3000 })
    expect(await worker.call('spin', { ms: 1500 })).toBe('span')
    expect(made.length).toBe(1)
  })

  test('a throw outside of any call rejects what waits', async () => {
    const { worker } = supervise()
    const error = await errorOf(worker.call('crashOutside', undefined))
    expect(error.code).toBe('worker-failed')
    expect(error.message).toContain('outside of any call')
    expect(await worker.call('add', { a: 1, b: 2 })).toBe(3)
  })

  test('an unreadable message rejects what waits', async () => {
    const { worker } = supervise()
    await worker.call('add', { a: 1, b: 1 })
    const waiting = errorOf(worker.call('sleep', { ms: 60_000 }))
    newest().dispatchEvent(new MessageEvent('messageerror'))
    expect((await waiting).code).toBe('worker-failed')
    expect(await worker.call('add', { a: 1, b: 2 })).toBe(3)
  })

  test('what an old worker still sends is not heard', async () => {
    const { worker } = supervise()
    await worker.call('add', { a: 1, b: 1 })
    const old = newest()
    const waiting = errorOf(worker.call('crashOutside', undefined))
    await waiting
    await worker.call('add', { a: 1, b: 1 })
    old.dispatchEvent(new ErrorEvent('error', { message: 'late', cancelable: true }))
    expect(worker.state.kind).toBe('ready')
    expect(made.length).toBe(2)
  })
})

describe('starting', () => {
  test('a worker that serves late gets the calls made before', async () => {
    const start = () => new Worker(new URL('../../test/late.worker.ts', import.meta.url), { type: 'module' })
    expect(await supervise({ start }).worker.call('add', { a: 1, b: 2 })).toBe(3)
  })

  test.each([
    ['throws', () => new Worker(new URL('../../test/throws-at-start.worker.ts', import.meta.url), { type: 'module' })],
    ['is not there', () => new Worker('/no-such-worker.js', { type: 'module' })],
    [
      'is of another build',
      () => new Worker(new URL('../../test/old-protocol.worker.ts', import.meta.url), { type: 'module' }),
    ],
    ['is of another origin', () => new Worker('https://elsewhere.invalid/worker.js')],
  ])('a script that %s rejects with a code; restarts are bounded', async (_, start) => {
    let starts = 0
    const counted = () => {
      starts += 1
      return start()
    }
    const { worker } = supervise({ start: counted, restarts: { most: 2, withinMs: 60_000 } })
    expect((await errorOf(worker.call('add', { a: 1, b: 1 }))).code).toBe('worker-failed')
    await expect.poll(() => worker.state.kind, { timeout: 10_000 }).toBe('failed')
    expect(starts).toBe(3)
    const error = await errorOf(worker.call('add', { a: 1, b: 1 }))
    expect([error.code, starts]).toEqual(['worker-failed', 3])
  })

  test('an endless loop at the top level rejects too', async () => {
    const start = () => new Worker(new URL('../../test/never-serves.worker.ts', import.meta.url), { type: 'module' })
    const { worker } = supervise({ start, startWithinMs: 300, restarts: { most: 0, withinMs: 1000 } })
    expect((await errorOf(worker.call('add', { a: 1, b: 1 }))).code).toBe('worker-unresponsive')
    expect(worker.state.kind).toBe('failed')
  })

  test('after the window a failed worker may try again', async () => {
    let broken = true
    const start = () => (broken ? new Worker('/no-such-worker.js', { type: 'module' }) : startFaulty())
    const { worker } = supervise({ start, restarts: { most: 1, withinMs: 3000 } })
    await errorOf(worker.call('add', { a: 1, b: 1 }))
    await expect.poll(() => worker.state.kind, { timeout: 10_000 }).toBe('failed')
    broken = false
    expect((await errorOf(worker.call('add', { a: 1, b: 2 }))).code).toBe('worker-failed')
    const attempt = () => worker.call('add', { a: 1, b: 2 }).catch(() => 'rests')
    await expect.poll(attempt, { timeout: 10_000 }).toBe(3)
  })

  test('prepare runs on every fresh worker before any call', async () => {
    const { worker } = supervise({ prepare: async (call) => void (await call('prepare', undefined)) })
    expect(await worker.call('preparedTimes', undefined)).toBe(1)
    await errorOf(worker.call('crashOutside', undefined))
    expect(await worker.call('preparedTimes', undefined)).toBe(1)
    expect(made.length).toBe(2)
  })

  test('a prepare that fails rejects with its own code', async () => {
    const { worker } = supervise({
      prepare: async (call) => void (await call('refuse', undefined)),
      restarts: { most: 0, withinMs: 1000 },
    })
    expect((await errorOf(worker.call('add', { a: 1, b: 1 }))).code).toBe('unknown-item')
    expect(worker.state.kind).toBe('failed')
  })
})

describe('idling', () => {
  test('an idle worker is ended and started again by the next call', async () => {
    const { worker, states } = supervise({ idleAfterMs: 100 })
    await worker.call('add', { a: 1, b: 1 })
    await expect.poll(() => worker.state.kind, { timeout: 5000 }).toBe('idle')
    expect(await worker.call('add', { a: 1, b: 2 })).toBe(3)
    expect(made.length).toBe(2)
    expect(states.slice(0, 5)).toEqual(['starting', 'ready', 'idle', 'starting', 'ready'])
  })

  test('a worker with a waiting call is not idle', async () => {
    const { worker } = supervise({ idleAfterMs: 100 })
    expect(await worker.call('sleep', { ms: 500 })).toBe('slept')
    expect(made.length).toBe(1)
  })

  test('the host may call again from its own listener', async () => {
    const answers: Promise<number>[] = []
    const { worker } = supervise({
      onStateChange: (state) => {
        if (state.kind === 'restarting') answers.push(worker.call('add', { a: 20, b: 1 }))
      },
    })
    await errorOf(worker.call('crashOutside', undefined))
    expect(await Promise.all(answers)).toEqual([21])
  })
})
