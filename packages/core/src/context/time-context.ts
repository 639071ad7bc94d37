/** Hours of the day, from the first hour that belongs to it. */
const PARTS_OF_DAY = [
  [0, 'night'],
  [6, 'morning'],
  [11, 'midday'],
  [15, 'afternoon'],
  [18, 'evening'],
  [23, 'night'],
] as const

const MINUTE = 60_000
const DAY = 86_400_000
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4

/**
 * Circumstances of a moment as labels: `hour:` with the part of the day, `weekday:` working or weekend.
 * @param at milliseconds since 1970 @param minutesFromUtc of the place, east of Greenwich above 0: `-date.getTimezoneOffset()`.
 */
export function timeContext(at: number, minutesFromUtc: number): readonly string[] {
  const local = at + minutesFromUtc * MINUTE
  const hour = Math.floor((((local % DAY) + DAY) % DAY) / (60 * MINUTE))
  const part = PARTS_OF_DAY.findLast(([from]) => hour >= from)?.[1] ?? 'night'
  const weekday = (((Math.floor(local / DAY) + FIRST_WEEKDAY) % 7) + 7) % 7
  return [`hour:${part}`, `weekday:${weekday === 0 || weekday === 6 ? 'weekend' : 'working'}`]
}
