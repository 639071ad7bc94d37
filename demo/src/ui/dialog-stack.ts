import { computed, signal } from '@preact/signals'

const open = signal<readonly string[]>([])

/** The dialog on top of all, by id. Whatever lies below it can be neither seen nor heard. */
export const topDialog = computed(() => open.value.at(-1))

/** Puts a dialog on top. Returns the way to take it off again. */
export function stackDialog(id: string): () => void {
  open.value = [...open.peek(), id]
  return () => {
    open.value = open.peek().filter((each) => each !== id)
  }
}
