import type { ImageTower } from '../model-manifest.js'

/** How many float32 values one picture takes: 3 colour planes. */
export function planeLength(tower: Pick<ImageTower, 'width' | 'height'>): number {
  return 3 * tower.width * tower.height
}

/**
 * Bytes of interleaved pixels to normalised colour planes: `(byte / 255 - mean) / std`, written as `[3, height, width]`.
 *
 * @param pixels `width * height * channels` bytes, row by row, red first.
 * @param channels 3 (RGB) or 4 (RGBA; the fourth is skipped, pictures arrive opaque).
 * @param into Receives the planes from `offset` on.
 */
export function writePlanes(
  pixels: ArrayLike<number>,
  channels: 3 | 4,
  tower: Pick<ImageTower, 'width' | 'height' | 'mean' | 'std'>,
  into: Float32Array,
  offset: number,
): void {
  const count = tower.width * tower.height
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (tower.std[channel] ?? 1))
    const shift = (tower.mean[channel] ?? 0) / (tower.std[channel] ?? 1)
    const start = offset + channel * count
    for (let index = 0; index < count; index++) {
      into[start + index] = (pixels[index * channels + channel] ?? 0) * scale - shift
    }
  }
}

/** The part of a source that a target of the same shape can show: everything, or the middle with the edges cut. */
export function cropFor(
  source: { readonly width: number; readonly height: number },
  tower: Pick<ImageTower, 'width' | 'height' | 'fit' | 'kept'>,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  if (tower.fit === 'stretch') return { x: 0, y: 0, width: source.width, height: source.height }
  const scale = Math.min(source.width / tower.width, source.height / tower.height) * (tower.kept ?? 1)
  const width = tower.width * scale
  const height = tower.height * scale
  return { x: (source.width - width) / 2, y: (source.height - height) / 2, width, height }
}
