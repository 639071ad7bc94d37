import { expect, test } from 'vitest'
import { chooseKeyFrames } from './choose-key-frames.js'

const at = (seconds: number, ...vector: number[]) => ({ seconds, vector: Float32Array.from(vector) })

test('of each scene the frame that is most like the whole of it', () => {
  const frames = [at(0, 0, 1), at(1, 0.8, 0.6), at(2, 1, 0)]
  const [key] = chooseKeyFrames([{ from: 0, to: 3, frames }], 12)
  expect(key).toMatchObject({ seconds: 1, covers: { from: 0, to: 3 } })
})

test('with too many scenes, the neighbours that are most alike become one', () => {
  const scenes = [at(0, 1, 0), at(1, 0, 1), at(2, 0.1, 1), at(3, 1, 0)].map((frame) => ({
    from: frame.seconds,
    to: frame.seconds + 1,
    frames: [frame],
  }))
  expect(chooseKeyFrames(scenes, 3).map(({ covers }) => [covers.from, covers.to])).toEqual([
    [0, 1],
    [1, 3],
    [3, 4],
  ])
})
