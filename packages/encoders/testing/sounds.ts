/** A rising chirp with a beat: no two moments of it are alike. */
export function chirp(seconds: number, sampleRate: number, peak = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, index) => {
    const at = index / sampleRate
    const beat = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * at)
    return peak * beat * Math.sin(2 * Math.PI * (300 * at + 100 * at * at))
  })
}

/** The head of a WAV file of 16-bit samples. */
export function waveHead(samples: number, sampleRate: number, channels = 1): Uint8Array<ArrayBuffer> {
  const bytes = samples * 2 * channels
  const view = new DataView(new ArrayBuffer(44))
  const write = (at: number, text: string) => {
    for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index))
  }
  write(0, 'RIFF')
  view.setUint32(4, 36 + bytes, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2 * channels, true)
  view.setUint16(32, 2 * channels, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, bytes, true)
  return new Uint8Array(view.buffer)
}

/** Samples as 16-bit whole numbers, the same on each channel. */
export function pcm(samples: Float32Array, channels = 1): Int16Array<ArrayBuffer> {
  const data = new Int16Array(samples.length * channels)
  samples.forEach((value, index) => {
    data.fill(Math.round(value * 32_767), index * channels, (index + 1) * channels)
  })
  return data
}

export function wave(samples: Float32Array, sampleRate: number, channels = 1, type = 'audio/wav'): Blob {
  return new Blob([waveHead(samples.length, sampleRate, channels), pcm(samples, channels)], { type })
}
