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

/**
 * Adds groups of lines to a count, the first eight of each once and the last four twice. Half a group at a time: engines load all
 * lines of a step before they add the first, and those of a whole group do not fit the registers.
 */
export function countLines(block: usize, list: usize, groups: i32, planes: usize, last: usize): void {
  let ones = v128.load(planes)
  let twos = v128.load(planes, 16)
  let fours = v128.load(planes, 32)
  // Eights of every other half, and sixteens of every other group, wait for the next.
  let waitingEights = i32x4.splat(0)
  let waiting = i32x4.splat(0)
  let halves = 2 * groups
  while (halves > 0) {
    let a = line(block, load<u32>(list))
    let b = line(block, load<u32>(list, 4))
    const first = carry(a, b, ones)
    ones = sum(a, b, ones)
    a = line(block, load<u32>(list, 8))
    b = line(block, load<u32>(list, 12))
    const second = carry(a, b, ones)
    ones = sum(a, b, ones)
    const doubles = halves & 1 ? <usize>24 : <usize>32
    a = line(block, load<u32>(list + doubles))
    b = line(block, load<u32>(list + doubles, 4))
    const four = carry(first, a, twos)
    twos = sum(first, a, twos)
    const otherFour = carry(second, b, twos)
    twos = sum(second, b, twos)
    const eight = carry(four, otherFour, fours)
    fours = sum(four, otherFour, fours)
    halves -= 1
    if (halves & 1) {
      waitingEights = eight
      list += 16
      continue
    }
    list += 32
    const eights = v128.load(planes, 48)
    const sixteen = carry(eight, waitingEights, eights)
    v128.store(planes, sum(eight, waitingEights, eights), 48)
    if (halves & 2) {
      waiting = sixteen
      continue
    }
    const sixteens = v128.load(planes, 64)
    v128.store(planes, sum(sixteen, waiting, sixteens), 64)
    addCarry(carry(sixteen, waiting, sixteens), planes + 80, last)
    waiting = i32x4.splat(0)
  }
  v128.store(planes, ones)
  v128.store(planes, twos, 16)
  v128.store(planes, fours, 32)
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
