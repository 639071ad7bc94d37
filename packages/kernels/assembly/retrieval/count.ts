/*
 * Counts of 128 rows at once, one bit of every count in each plane. Adding three bits with five operations on whole planes is
 * the carry-save adder; trees of them are Harley and Seal's (Warren, "Hacker's Delight", 2nd edition, section 5-1).
 */

// @inline
function sum(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c)
}

// @inline
function carry(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(v128.xor(a, b), c))
}

// @inline
function line(block: usize, offset: u32): v128 {
  return v128.load(block + <usize>offset)
}

/** Adds groups of lines to a count, the first eight of each once and the last four twice. */
export function countLines(block: usize, list: usize, groups: i32, planes: usize, last: usize): void {
  let ones = v128.load(planes)
  let twos = v128.load(planes, 16)
  let fours = v128.load(planes, 32)
  let eights = v128.load(planes, 48)
  // Sixteens of every other group wait for those of the next, since adding them to the planes above takes as long as a few lines.
  let waiting = i32x4.splat(0)
  for (; groups > 0; groups -= 1) {
    let a = line(block, load<u32>(list))
    let b = line(block, load<u32>(list, 4))
    let two = carry(a, b, ones)
    ones = sum(a, b, ones)
    a = line(block, load<u32>(list, 32))
    let four = carry(two, a, twos)
    twos = sum(two, a, twos)
    a = line(block, load<u32>(list, 8))
    b = line(block, load<u32>(list, 12))
    two = carry(a, b, ones)
    ones = sum(a, b, ones)
    a = line(block, load<u32>(list, 36))
    b = carry(two, a, twos)
    twos = sum(two, a, twos)
    const eight = carry(four, b, fours)
    fours = sum(four, b, fours)
    a = line(block, load<u32>(list, 16))
    b = line(block, load<u32>(list, 20))
    two = carry(a, b, ones)
    ones = sum(a, b, ones)
    a = line(block, load<u32>(list, 40))
    four = carry(two, a, twos)
    twos = sum(two, a, twos)
    a = line(block, load<u32>(list, 24))
    b = line(block, load<u32>(list, 28))
    two = carry(a, b, ones)
    ones = sum(a, b, ones)
    a = line(block, load<u32>(list, 44))
    b = carry(two, a, twos)
    twos = sum(two, a, twos)
    a = carry(four, b, fours)
    fours = sum(four, b, fours)
    b = carry(eight, a, eights)
    eights = sum(eight, a, eights)
    if (groups & 1) {
      const sixteens = v128.load(planes, 64)
      v128.store(planes, sum(b, waiting, sixteens), 64)
      addCarry(carry(b, waiting, sixteens), planes + 80, last)
      waiting = i32x4.splat(0)
    } else waiting = b
    list += 48
  }
  v128.store(planes, ones)
  v128.store(planes, twos, 16)
  v128.store(planes, fours, 32)
  v128.store(planes, eights, 48)
}

// @inline
function addCarry(more: v128, plane: usize, last: usize): void {
  for (; plane <= last; plane += 16) {
    const bits = v128.load(plane)
    v128.store(plane, v128.xor(bits, more))
    more = v128.and(bits, more)
  }
}

/** Gives every row the count `value`, modulo two to the number of planes. */
export function startCount(planes: usize, last: usize, value: i32): void {
  for (let plane = planes; plane <= last; plane += 16) {
    v128.store(plane, i32x4.splat(-(value & 1)))
    value >>= 1
  }
}

/** Turns every count into its negative, less one. */
export function negateCount(planes: usize, last: usize): void {
  for (let plane = planes; plane <= last; plane += 16) v128.store(plane, v128.not(v128.load(plane)))
}

/** A bit for every row whose count is at least `value`; both, and what lies between, are within the planes. */
export function atLeast(planes: usize, last: usize, value: i32): v128 {
  let borrow = i32x4.splat(0)
  for (let plane = planes; plane < last; plane += 16) {
    const missing = v128.not(v128.load(plane))
    borrow = value & 1 ? v128.or(missing, borrow) : v128.and(missing, borrow)
    value >>= 1
  }
  const below = v128.xor(v128.xor(v128.load(last), borrow), i32x4.splat(-(value & 1)))
  return v128.not(below)
}

/** The count of one of the 128 rows, as a number with a sign. */
export function countOf(planes: usize, last: usize, row: i32): i32 {
  const byte = <usize>(row >> 3)
  const bit = row & 7
  let value = 0 - ((<i32>load<u8>(last + byte) >> bit) & 1)
  for (let plane = last - 16; plane >= planes; plane -= 16)
    value = (value << 1) | ((<i32>load<u8>(plane + byte) >> bit) & 1)
  return value
}
