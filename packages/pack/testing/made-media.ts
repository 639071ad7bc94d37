import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const FILM = 'testsrc2=r=8:d=2.5:s='
/** A chord that swells, with noise behind it. */
const SOUND = 'aevalsrc=exprs=0.2*sin(2*PI*330*t)+0.2*sin(2*PI*(440+90*t)*t)+0.05*(random(0)-0.5):d=5:s='

/** How ffmpeg makes each, from its own sources. */
const RECIPES: Readonly<Record<string, readonly string[]>> = {
  'untold.mp4': [`${FILM}1280x720`, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  'told.mp4': [`${FILM}322x202`, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-colorspace', 'smpte170m'],
  'small.webm': [`${FILM}320x180`, '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  'music.mp3': [`${SOUND}44100`, '-c:a', 'libmp3lame'],
  'music.m4a': [`${SOUND}44100`, '-c:a', 'aac'],
  'music.flac': [`${SOUND}44100`, '-c:a', 'flac'],
  'music.opus': [`${SOUND}48000`, '-c:a', 'libopus', '-f', 'ogg'],
  'music.ogg': [`${SOUND}44100`, '-c:a', 'libvorbis'],
}

/** Undefined where there is no ffmpeg, or it has not the codec. */
export async function madeMedium(name: string): Promise<Buffer | undefined> {
  const [source = '', ...codec] = RECIPES[name] ?? []
  const folder = await mkdtemp(join(tmpdir(), 'locavore-made-'))
  const file = join(folder, name)
  try {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...codec, file])
    return await readFile(file)
  } catch {
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
