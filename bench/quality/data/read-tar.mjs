import { readFileSync } from 'node:fs'

const BLOCK = 512

/** The plain files of a POSIX tar, in order: `{ name, data }`. @throws Error for a file that is cut short or no tar */
export function* readTar(path) {
  const bytes = readFileSync(path)
  let at = 0
  // An archive ends with empty blocks; one that ends without was cut.
  while (bytes[at] !== 0) {
    const header = bytes.subarray(at, at + BLOCK)
    const size = Number.parseInt(text(header, 124, 12), 8)
    if (!Number.isSafeInteger(size) || at + BLOCK + size > bytes.length)
      throw new Error(`${path}: the entry at byte ${at} is cut short, or this is no plain tar.`)
    const folder = text(header, 345, 155)
    const name = text(header, 0, 100)
    const kind = text(header, 156, 1)
    if (kind === '' || kind === '0')
      yield { name: folder === '' ? name : `${folder}/${name}`, data: bytes.subarray(at + BLOCK, at + BLOCK + size) }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

function text(header, start, length) {
  return header
    .toString('utf8', start, start + length)
    .split('\0')[0]
    .trim()
}

/** All files of several tars by name. */
export function readTars(paths) {
  const files = new Map()
  for (const path of paths) for (const { name, data } of readTar(path)) files.set(name, data)
  return files
}
