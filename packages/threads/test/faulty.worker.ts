import { LocavoreError } from '@locavore/core'
import { type CallContext, serve, transferred } from '../src/worker/index.js'

const cancelled: string[] = []
let prepared = 0

const service = {
  add: async ({ a, b }: { a: number; b: number }) => a + b,
  prepare: async () => {
    prepared += 1
    return prepared
  },
  preparedTimes: async () => prepared,
  sleep: async ({ ms }: { ms: number }) => new Promise<string>((resolve) => setTimeout(() => resolve('slept'), ms)),
  forever: async (name: string, context: CallContext) =>
    new Promise<never>(() => context.onCancel(() => cancelled.push(name))),
  cancelledCalls: async () => [...cancelled],
  spin: async ({ ms }: { ms: number }) => {
    const until = performance.now() + ms
    while (performance.now() < until);
    return 'span'
  },
  count: async ({ to }: { to: number }, context: CallContext) => {
    for (let i = 1; i <= to; i++) context.progress({ done: i })
    return to
  },
  refuse: async () => {
    throw new LocavoreError('unknown-item', 'No item "x".', { id: 'x', place: 3 })
  },
  crash: async () => {
    throw new RangeError('plain')
  },
  crashOutside: async () => {
    setTimeout(() => {
      throw new Error('outside of any call')
    }, 0)
    return new Promise<never>(() => {})
  },
  badResult: async () => () => 1,
  badReport: async (_: undefined, context: CallContext) => context.progress(() => 1),
  fill: async ({ length }: { length: number }) => {
    const vector = new Float32Array(length).fill(0.5)
    return transferred({ vector }, [vector.buffer])
  },
  sum: async ({ vector }: { vector: Float32Array }) => vector.reduce((total, value) => total + value, 0),
  end: async () => self.close(),
}

export type FaultyService = typeof service

serve(service)
