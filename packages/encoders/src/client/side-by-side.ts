/**
 * Works through a list with several tasks under way at once, taken in order. After a failure no further one is begun;
 * it is thrown when those under way have ended.
 */
export async function sideBySide<T>(
  list: Iterable<T>,
  atOnce: number,
  task: (part: T) => Promise<void>,
): Promise<void> {
  const parts = list[Symbol.iterator]()
  const failures: unknown[] = []
  const lane = async () => {
    while (failures.length === 0) {
      const next = parts.next()
      if (next.done) return
      await task(next.value).catch((thrown: unknown) => failures.push(thrown))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  if (failures.length > 0) throw failures[0]
}
