const transferables = new WeakMap<object, readonly Transferable[]>()

/** Marks buffers inside a method's result to be moved to the page, not copied. They are unusable here afterwards. */
export function transferred<T extends object>(value: T, buffers: readonly Transferable[]): T {
  transferables.set(value, buffers)
  return value
}

export function transferablesOf(value: unknown): Transferable[] {
  if (typeof value !== 'object' || value === null) return []
  const marked = transferables.get(value)
  // A second answer with the same object must not move what is already gone.
  transferables.delete(value)
  return marked === undefined ? [] : [...marked]
}
