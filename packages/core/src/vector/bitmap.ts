/** Flags of 0 and 1 as the bitmap that kernels search with: row `i` is bit `i % 32` of word `i >> 5`. */
export function bitmapOf(flags: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil(flags.length / 32))
  for (let word = 0; word < words.length; word += 1) {
    const first = word * 32
    const end = Math.min(flags.length, first + 32)
    let bits = 0
    for (let index = first; index < end; index += 1) bits |= (flags[index] as number) << (index - first)
    words[word] = bits
  }
  return words
}
