/** What ffmpeg calls the kinds of files that browsers read. */
export type Container = 'mov' | 'matroska' | 'ogg' | 'flac' | 'mp3' | 'aac' | 'mpegts' | 'wav'

const BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'])
const PACKET = 188

/**
 * The kind of a sound or a film, by its first bytes. Everything that is named lies in one file: playlists, which lead to other
 * files and addresses, are none of these.
 */
export function containerOf(file: Uint8Array): Container | undefined {
  const text = (at: number) => String.fromCharCode(...file.subarray(at, at + 4))
  const [first = 0, second = 0] = file
  if (text(0) === 'RIFF' && text(8) === 'WAVE') return 'wav'
  if (BOXES.has(text(4))) return 'mov'
  if (text(0) === '\u001aE\u00df\u00a3') return 'matroska'
  if (text(0) === 'OggS') return 'ogg'
  if (text(0) === 'fLaC') return 'flac'
  if (text(0).startsWith('ID3')) return 'mp3'
  // Eleven bits that mark a frame; after them MPEG audio names its layer, AAC has none.
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'aac'
  if (first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0) return 'mp3'
  if (first === 0x47 && file[PACKET] === 0x47 && file[2 * PACKET] === 0x47) return 'mpegts'
  return undefined
}
