import { cosine } from '@locavore/encoders/towers'
import { expect, test } from 'vitest'
import { cutTogether, drawScene, makeClip } from '../../../encoders/testing/clips.js'
import { encoderAt, using, vectorOf } from '../../../encoders/testing/helpers.js'
import { chirp } from '../../../encoders/testing/sounds.js'
import { inNode } from '../../testing/in-node.js'

const RATE = 48_000

const sound = { samples: chirp(9, RATE), sampleRate: RATE }

test('a packed sound has nearly the vector of the browser, which resamples what is small in its own way', async ({
  skip,
}) => {
  const file = await makeClip({ seconds: 9, sound })
  const made = await inNode('sound', file)
  if (made === undefined) return skip('no ffmpeg on this machine')
  await using(encoderAt('assets'), async (encoder) => {
    const [own] = await encoder.encode([{ modality: 'audio', audio: file }])
    const likeness = cosine(vectorOf(own), made)
    console.log(`a sound (Opus) in Node and in the browser: ${likeness}`)
    expect(likeness).toBeGreaterThan(0.99)
  })
})

test('a film has nearly the vector of the browser: scenes, one scene without sound, more than 90 seconds', async ({
  skip,
}) => {
  const films = {
    'four scenes with sound': await cutTogether([0, 1, 2, 3], 2.3, sound),
    'one scene': await makeClip({ seconds: 3, draw: (context, seconds) => drawScene(context, 5, seconds) }),
    long: await makeClip({ seconds: 96, framesPerSecond: 2, draw: (context, at) => drawScene(context, at / 16, at) }),
  }
  await using(encoderAt('assets'), async (encoder) => {
    for (const [name, film] of Object.entries(films)) {
      const made = await inNode('clip', film)
      if (made === undefined) return skip('no ffmpeg on this machine')
      const [own] = await encoder.encode([{ modality: 'clip', clip: film }])
      const likeness = cosine(vectorOf(own), made)
      console.log(`a film (${name}) in Node and in the browser: ${likeness}`)
      expect(likeness, name).toBeGreaterThan(0.98)
    }
  })
})
