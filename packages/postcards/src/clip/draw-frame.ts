import { card, compose, mirrored } from '../picture/composition.js'
import type { Scene } from '../scene.js'
import { CLIP_SECONDS, frameOf } from './frame.js'
import { foregroundFrame, placeFrame, seasonFrame, weatherFrame } from './land.js'
import { birdFrame, flashFrame, fogFrame, rainbowFrame, shootingStarFrame, skyFrame, windFrame } from './sky.js'
import { subjectFrame } from './subject.js'

/**
 * One frame of a scene's clip, `seconds` from 0 to 6: a standalone SVG, 640 by 480, of the scene that `drawPicture`
 * shows, in motion. What happens at the times of `clipEvents(scene)` is in the frames around them.
 */
export function drawFrame(scene: Scene, seconds: number): string {
  if (!(seconds >= 0 && seconds <= CLIP_SECONDS))
    throw new RangeError(`drawFrame: seconds is ${seconds}; a clip runs from 0 to ${CLIP_SECONDS}.`)
  const frame = frameOf(compose(scene), seconds)
  const { painter, canvas, defs, flipped } = frame
  // Styles count the shapes they mark, so the layers are painted in the order of the still picture.
  const middle = placeFrame(frame)
  const behind = [defs, painter.sky(canvas), skyFrame(frame), rainbowFrame(frame), mirrored(middle, flipped)]
  const between = [windFrame(frame), fogFrame(frame)]
  const front = [foregroundFrame(frame), painter.veil?.(canvas) ?? '', subjectFrame(frame), seasonFrame(frame)]
  const over = [weatherFrame(frame), flashFrame(frame), painter.finish(canvas)]
  const guests = [shootingStarFrame(frame), birdFrame(frame)]
  return card([...behind, ...between, ...guests, ...front, ...over].join(''))
}
