// Writes WebM files: Matroska elements of known size, an index before the media, clusters of about a second.
// Ids and rules: RFC 9559 and https://www.webmproject.org/docs/container/

const CLUSTER_MILLISECONDS = 1000
const NANOSECONDS = 1e9

function sizeOf(length) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(length))
  bytes[0] = 0x01
  return bytes
}

function idOf(id) {
  const hex = id.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

function element(id, ...parts) {
  const data = Buffer.concat(parts)
  return Buffer.concat([idOf(id), sizeOf(data.length), data])
}

function unsigned(id, value) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return element(id, bytes)
}

function float(id, value) {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return element(id, bytes)
}

const text = (id, value) => element(id, Buffer.from(value, 'utf8'))

const header = () =>
  element(
    0x1a45dfa3,
    unsigned(0x4286, 1),
    unsigned(0x42f7, 1),
    unsigned(0x42f2, 4),
    unsigned(0x42f3, 8),
    text(0x4282, 'webm'),
    unsigned(0x4287, 4),
    unsigned(0x4285, 2),
  )

const information = (seconds) =>
  element(
    0x1549a966,
    unsigned(0x2ad7b1, 1_000_000),
    float(0x4489, seconds * 1000),
    text(0x4d80, 'postcards'),
    text(0x5741, 'postcards'),
  )

function videoTrack(number, { width, height, secondsPerFrame }) {
  return element(
    0xae,
    unsigned(0xd7, number),
    unsigned(0x73c5, number),
    unsigned(0x83, 1),
    unsigned(0x9c, 0),
    unsigned(0x23e383, Math.round(secondsPerFrame * NANOSECONDS)),
    text(0x86, 'V_VP8'),
    element(0xe0, unsigned(0xb0, width), unsigned(0xba, height)),
  )
}

function audioTrack(number, { description, leadSeconds }) {
  const lead = Math.round(leadSeconds * NANOSECONDS)
  return element(
    0xae,
    unsigned(0xd7, number),
    unsigned(0x73c5, number),
    unsigned(0x83, 2),
    unsigned(0x9c, 0),
    text(0x86, 'A_OPUS'),
    unsigned(0x56aa, lead),
    unsigned(0x56bb, lead),
    element(0x63a2, description),
    element(0xe1, float(0xb5, 48_000), unsigned(0x9f, 1)),
  )
}

function simpleBlock({ track, milliseconds, data }, clusterStart) {
  const head = Buffer.alloc(4)
  head.writeUInt8(0x80 | track, 0)
  head.writeInt16BE(milliseconds - clusterStart, 1)
  // Every frame and every packet can be read by itself.
  head.writeUInt8(0x80, 3)
  return element(0xa3, head, data)
}

/** Blocks in order of time, cut wherever a second is full. */
function clustersOf(blocks) {
  const clusters = []
  for (const block of blocks) {
    const slot = Math.floor(block.milliseconds / CLUSTER_MILLISECONDS)
    if (clusters.at(-1)?.slot !== slot) clusters.push({ slot, start: block.milliseconds, blocks: [] })
    clusters.at(-1).blocks.push(block)
  }
  return clusters.map(({ start, blocks: some }) => ({
    start,
    bytes: element(0x1f43b675, unsigned(0xe7, start), ...some.map((block) => simpleBlock(block, start))),
  }))
}

function indexOf(clusters, track, before) {
  let at = before
  const points = clusters.map(({ start, bytes }) => {
    const point = element(0xbb, unsigned(0xb3, start), element(0xb7, unsigned(0xf7, track), unsigned(0xf1, at)))
    at += bytes.length
    return point
  })
  return element(0x1c53bb6b, ...points)
}

const blocksOf = (track, secondsEach, packets) =>
  packets.map((data, index) => ({ track, milliseconds: Math.round(index * secondsEach * 1000), data }))

/**
 * A WebM file with a VP8 track of key frames, an Opus track, or both.
 *
 * @param media `seconds` of the whole; `video`: `width`, `height`, `secondsPerFrame`, `frames`; `audio`: `description`,
 *   `leadSeconds`, `secondsPerPacket`, `packets`.
 */
export function writeWebm({ seconds, video, audio }) {
  const [videoNumber, audioNumber] = [1, video === undefined ? 1 : 2]
  const tracks = element(
    0x1654ae6b,
    ...(video === undefined ? [] : [videoTrack(videoNumber, video)]),
    ...(audio === undefined ? [] : [audioTrack(audioNumber, audio)]),
  )
  const blocks = [
    ...(video === undefined ? [] : blocksOf(videoNumber, video.secondsPerFrame, video.frames)),
    ...(audio === undefined ? [] : blocksOf(audioNumber, audio.secondsPerPacket, audio.packets)),
  ].sort((a, b) => a.milliseconds - b.milliseconds || a.track - b.track)
  const clusters = clustersOf(blocks)
  const front = Buffer.concat([information(seconds), tracks])
  // Every number takes eight bytes, so the index is as long whatever it says.
  const { length } = indexOf(clusters, 1, 0)
  const index = indexOf(clusters, 1, front.length + length)
  return Buffer.concat([header(), element(0x18538067, front, index, ...clusters.map(({ bytes }) => bytes))])
}
