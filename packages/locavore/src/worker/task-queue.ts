/**
 * Runs one task after another. The engine's memory and its database are changed in several steps with waits between them;
 * one at a time, every call sees the state before another or after it.
 */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T> | T): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => undefined)
    return result
  }
}
