const BARS = 56
/** One character a bar, from silence to the loudest. */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** The outline of a sound: for each of its equal stretches how loud it is beside the loudest, in one character. */
export function drawWaveform(samples) {
  const stretch = samples.length / BARS
  const levels = Array.from({ length: BARS }, (_, bar) => {
    const part = samples.subarray(Math.floor(bar * stretch), Math.floor((bar + 1) * stretch))
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length)
  })
  const loudest = Math.max(...levels)
  return levels.map((level) => DIGITS[Math.round((level / loudest) ** 0.8 * (DIGITS.length - 1))]).join('')
}
