const BARS = 56
/** A longer file would take longer to decode than its outline is worth. */
const MOST_BYTES = 20_000_000

/** The outline of a sound as `media/waveform.tsx` draws it, and its seconds; nothing where it cannot be decoded. */
export async function outlineOf(
  file: Blob,
): Promise<{ readonly waveform: string; readonly seconds: number } | undefined> {
  if (file.size > MOST_BYTES) return undefined
  try {
    const decoded = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(await file.arrayBuffer())
    const samples = decoded.getChannelData(0)
    const stretch = samples.length / BARS
    const levels = Array.from({ length: BARS }, (_, bar) => {
      const part = samples.subarray(Math.floor(bar * stretch), Math.floor((bar + 1) * stretch))
      return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length))
    })
    const loudest = Math.max(...levels, 1e-6)
    const waveform = levels.map((level) => Math.round((level / loudest) ** 0.8 * 35).toString(36)).join('')
    return { waveform, seconds: Math.round(decoded.duration * 100) / 100 }
  } catch {
    return undefined
  }
}
