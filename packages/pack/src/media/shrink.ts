/** Interleaved bytes of red, green and blue, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** `[height, width, 3]` */
  readonly data: Uint8Array | Uint8ClampedArray
}

/**
 * A picture at another size, as Chromium's `createImageBitmap` makes it with `resizeQuality: 'high'`, within half a step of
 * 255 on average: halved while the geometric mean of both scales allows (odd sides by a 1-2-1 filter, cut down to whole
 * numbers), then interpolated linearly. Another filter, though no worse, would give other vectors than visitors get.
 */
export function shrink(source: Pixels, width: number, height: number): Pixels {
  let picture = source
  const halvings = Math.floor(Math.log2(Math.sqrt((source.width / width) * (source.height / height))))
  for (let level = 0; level < halvings && picture.width > 1 && picture.height > 1; level += 1) picture = halve(picture)
  return picture.width === width && picture.height === height ? picture : interpolate(picture, width, height)
}

function halve({ width, height, data }: Pixels): Pixels {
  const [across, down] = [width & 1 ? [1, 2, 1] : [1, 1], height & 1 ? [1, 2, 1] : [1, 1]]
  const [newWidth, newHeight] = [width >> 1, height >> 1]
  const shift = (across.length === 3 ? 2 : 1) + (down.length === 3 ? 2 : 1)
  const out = new Uint8Array(newWidth * newHeight * 3)
  for (let y = 0; y < newHeight; y += 1) {
    for (let x = 0; x < newWidth; x += 1) {
      for (let colour = 0; colour < 3; colour += 1) {
        let sum = 0
        for (let j = 0; j < down.length; j += 1) {
          const row = ((2 * y + j) * width + 2 * x) * 3 + colour
          for (let i = 0; i < across.length; i += 1) {
            sum += (down[j] as number) * (across[i] as number) * (data[row + i * 3] as number)
          }
        }
        out[(y * newWidth + x) * 3 + colour] = sum >> shift
      }
    }
  }
  return { width: newWidth, height: newHeight, data: out }
}

function interpolate({ width, height, data }: Pixels, newWidth: number, newHeight: number): Pixels {
  const [columns, rows] = [placesOf(width, newWidth), placesOf(height, newHeight)]
  const out = new Uint8Array(newWidth * newHeight * 3)
  for (let y = 0; y < newHeight; y += 1) {
    const row = rows[y] as Place
    for (let x = 0; x < newWidth; x += 1) {
      const column = columns[x] as Place
      for (let colour = 0; colour < 3; colour += 1) {
        const at = (i: number, j: number) => data[(j * width + i) * 3 + colour] as number
        const above = at(column.first, row.first) * (1 - column.share) + at(column.second, row.first) * column.share
        const below = at(column.first, row.second) * (1 - column.share) + at(column.second, row.second) * column.share
        out[(y * newWidth + x) * 3 + colour] = Math.round(above * (1 - row.share) + below * row.share)
      }
    }
  }
  return { width: newWidth, height: newHeight, data: out }
}

interface Place {
  readonly first: number
  readonly second: number
  /** Of `second`, in [0, 1]. */
  readonly share: number
}

function placesOf(from: number, to: number): readonly Place[] {
  const last = from - 1
  return Array.from({ length: to }, (_, index) => {
    const place = ((index + 0.5) * from) / to - 0.5
    const floor = Math.floor(place)
    const within = (value: number) => Math.max(0, Math.min(last, value))
    return { first: within(floor), second: within(floor + 1), share: place - floor }
  })
}
