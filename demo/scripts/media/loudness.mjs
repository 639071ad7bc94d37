// Loudness as people hear it: ITU-R BS.1770-4, one channel, with both of its gates.
// The filters are given by frequency, gain and quality, so that they fit any rate (De Man, AES 2014).

const BLOCK_SECONDS = 0.4
const STEP_SECONDS = 0.1

function biquad(samples, [b0, b1, b2], [a1, a2]) {
  const out = new Float64Array(samples.length)
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  for (let at = 0; at < samples.length; at += 1) {
    const x = samples[at]
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
    ;[x2, x1, y2, y1] = [x1, x, y1, y]
    out[at] = y
  }
  return out
}

/** What a head adds to high sounds. */
function shelf(samples, rate) {
  const quality = 0.7071752369554196
  const k = Math.tan((Math.PI * 1681.974450955533) / rate)
  const high = 10 ** (3.999843853973347 / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / quality + k * k
  const b = [high + (band * k) / quality + k * k, 2 * (k * k - high), high - (band * k) / quality + k * k]
  return biquad(
    samples,
    b.map((each) => each / a0),
    [(2 * (k * k - 1)) / a0, (1 - k / quality + k * k) / a0],
  )
}

/** How little of the lowest is heard. */
function highPass(samples, rate) {
  const quality = 0.5003270373238773
  const k = Math.tan((Math.PI * 38.13547087602444) / rate)
  const a0 = 1 + k / quality + k * k
  return biquad(samples, [1, -2, 1], [(2 * (k * k - 1)) / a0, (1 - k / quality + k * k) / a0])
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const loudnessOf = (energy) => -0.691 + 10 * Math.log10(energy)

/** The loudness of mono samples in LUFS. */
export function measureLoudness(samples, rate) {
  const heard = highPass(shelf(samples, rate), rate)
  const [block, step] = [Math.round(BLOCK_SECONDS * rate), Math.round(STEP_SECONDS * rate)]
  const energies = []
  for (let start = 0; start + block <= heard.length; start += step) {
    energies.push(mean(heard.subarray(start, start + block).map((value) => value * value)))
  }
  const audible = energies.filter((energy) => loudnessOf(energy) > -70)
  const gate = loudnessOf(mean(audible)) - 10
  return loudnessOf(mean(audible.filter((energy) => loudnessOf(energy) > gate)))
}

const TARGET = -20.5
/** Below full scale, since a lossy code overshoots. */
const PEAK = 0.92

/** The same samples as loud as all others: one calm level for every card. */
export function levelled(samples, rate) {
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const gain = Math.min(10 ** ((TARGET - measureLoudness(samples, rate)) / 20), PEAK / peak)
  return samples.map((value) => value * gain)
}
