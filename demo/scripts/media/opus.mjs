import OpusScript from 'opusscript'

/** What the sounds are rendered at: they hold nothing above 7.2 kHz. */
export const SAMPLE_RATE = 24_000
export const PACKET_SECONDS = 0.02
const PACKET = SAMPLE_RATE * PACKET_SECONDS
/** Heard before the beginning so that a decoder has settled by then (RFC 7845, 4.6); a whole number of packets. */
export const LEAD_SECONDS = 0.08
/** What the encoder itself holds back: 6.5 ms. */
const LOOKAHEAD = Math.round(SAMPLE_RATE * 0.0065)
/** Samples at 48 kHz that a player leaves out, as the header tells it. */
const PRE_SKIP = LEAD_SECONDS * 48_000

/** Packets of 20 ms of a loop of mono samples. The lead is the loop's own end, so that the seam stays unheard. */
export function encodeOpus(loop, bitsPerSecond) {
  const encoder = new OpusScript(SAMPLE_RATE, 1, OpusScript.Application.AUDIO)
  encoder.setBitrate(bitsPerSecond)
  const count = Math.round(loop.length / PACKET) + LEAD_SECONDS / PACKET_SECONDS
  const start = LOOKAHEAD - LEAD_SECONDS * SAMPLE_RATE
  const packets = []
  for (let packet = 0; packet < count; packet += 1) {
    const samples = Buffer.alloc(PACKET * 2)
    for (let at = 0; at < PACKET; at += 1) {
      const from = (start + packet * PACKET + at + loop.length * 2) % loop.length
      samples.writeInt16LE(Math.round(Math.max(-1, Math.min(1, loop[from])) * 32_767), at * 2)
    }
    packets.push(encoder.encode(samples, PACKET))
  }
  encoder.delete()
  return packets
}

/** `OpusHead`: the description of such packets (RFC 7845, 5.1). */
export function describeOpus() {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 0, 'latin1')
  head.writeUInt8(1, 8)
  head.writeUInt8(1, 9)
  head.writeUInt16LE(PRE_SKIP, 10)
  head.writeUInt32LE(SAMPLE_RATE, 12)
  return head
}
