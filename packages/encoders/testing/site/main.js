import { createEncoderFactory } from '@locavore/encoders'
import { MANIFEST, MANIFEST_HASH } from '../../../nano/src/embedded-manifest.ts'

// What a host does, with the policy headers of a strict one.
globalThis.violations = []
document.addEventListener('securitypolicyviolation', (event) => {
  globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
})
globalThis.make = (options) =>
  createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH }).create({
    assets: new URL('/assets/', location.href),
    ...options,
  })
globalThis.drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="9"/></svg>`

/** Longer than what is unpacked at once: 5 minutes of a tone, as a WAV file. */
globalThis.longSound = () => {
  const samples = Int16Array.from({ length: 16_000 }, (_, index) => 9000 * Math.sin(index / 9))
  const head = new DataView(new ArrayBuffer(44))
  const words = [0x52494646, 0, 0x57415645, 0x666d7420, 0, 0, 0, 0, 0, 0x64617461]
  for (const [index, word] of words.entries()) head.setUint32(index * 4, word)
  head.setUint32(4, 36 + 300 * samples.byteLength, true)
  head.setUint32(16, 16, true)
  head.setUint32(20, 0x10001, true)
  head.setUint32(24, 16_000, true)
  head.setUint32(28, 32_000, true)
  head.setUint32(32, 0x100002, true)
  head.setUint32(40, 300 * samples.byteLength, true)
  return new Blob([head, ...new Array(300).fill(samples)])
}

globalThis.recordFilm = async () => {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(20))
  const parts = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve
  })
  recorder.start()
  for (let frame = 0; frame < 20; frame++) {
    context.fillStyle = frame < 10 ? '#c0392b' : '#2e86de'
    context.fillRect(0, 0, canvas.width, canvas.height)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  recorder.stop()
  await stopped
  return new Blob(parts)
}
