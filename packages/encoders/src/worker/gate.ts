/** Lets tasks run side by side while what they weigh together stays within a budget. */
export interface Gate {
  /** Waits for its turn, first come first served. A task heavier than the whole budget runs alone. */
  readonly pass: <T>(weight: number, task: () => Promise<T>) => Promise<T>
}

export function createGate(budget: number): Gate {
  const waiting: { readonly weight: number; readonly start: () => void }[] = []
  let used = 0
  const admit = () => {
    for (let next = waiting[0]; next !== undefined && (used === 0 || used + next.weight <= budget); next = waiting[0]) {
      waiting.shift()
      used += next.weight
      next.start()
    }
  }
  return {
    pass: async (weight, task) => {
      await new Promise<void>((start) => {
        waiting.push({ weight, start })
        admit()
      })
      try {
        return await task()
      } finally {
        used -= weight
        admit()
      }
    },
  }
}
