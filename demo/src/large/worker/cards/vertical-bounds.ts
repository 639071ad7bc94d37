/** How many numbers each path command takes. */
const ARITY: Readonly<Record<string, number>> = { m: 2, l: 2, t: 2, h: 1, v: 1, q: 4, s: 4, c: 6, a: 7, z: 0 }
const TOKEN = /([a-zA-Z])|(-?(?:\d+\.?\d*|\.\d+))/g

/**
 * Top and bottom of a path, with its control points: all that a gradient from above to below needs. An arc counts with
 * its ends, and the long way round with its whole height.
 */
export function verticalBounds(path: string): readonly [top: number, bottom: number] {
  let [top, bottom, y, start] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  const reach = (to: number): void => {
    top = Math.min(top, to)
    bottom = Math.max(bottom, to)
  }
  for (const { command, numbers } of commandsOf(path)) {
    const kind = command.toLowerCase()
    const from = command === kind ? y : 0
    if (kind === 'z') y = start
    else if (kind === 'v') y = from + (numbers[0] ?? 0)
    else if (kind === 'a') {
      if (numbers[3] === 1) reach(y + 2 * (numbers[1] ?? 0))
      y = from + (numbers[6] ?? 0)
    } else if (kind !== 'h') {
      for (let at = 1; at < numbers.length; at += 2) reach(from + (numbers[at] ?? 0))
      y = from + (numbers.at(-1) ?? 0)
    }
    if (kind === 'm') start = y
    reach(y)
  }
  return top <= bottom ? [top, bottom] : [0, 0]
}

/** Commands with one set of numbers each: a letter stands once for a run of sets. */
function* commandsOf(path: string): Generator<{ readonly command: string; readonly numbers: readonly number[] }> {
  let command = ''
  let numbers: number[] = []
  for (const [, letter, number] of path.matchAll(TOKEN)) {
    if (letter !== undefined) {
      command = letter
      numbers = []
    } else numbers.push(Number(number))
    if (numbers.length < (ARITY[command.toLowerCase()] ?? 0)) continue
    yield { command, numbers }
    numbers = []
    if (command === 'm') command = 'l'
    if (command === 'M') command = 'L'
  }
}
