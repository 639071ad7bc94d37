import type { Modality } from '@locavore/core'
import type { MediaMethods } from '../contract/media.js'
import { limits } from '../input/call-arguments.js'
import { tagSubject } from '../input/tag-subject.js'
import { alignItem } from '../media/align-item.js'
import { clipOf } from '../media/clip-of.js'
import type { Caller } from './caller.js'

/** A search box needs words, and most items have pictures; sounds cost a download that many sites never need. */
const WARMED_UP: readonly Modality[] = ['text', 'image']

export function mediaCalls(caller: Caller): MediaMethods {
  return {
    async tags(subject, options = {}) {
      caller.begin('tags', options, ['groups'])
      return tagSubject(subject, options, caller)
    },

    async align(query, target, options = {}) {
      caller.begin('align', options, ['onProgress'])
      return alignItem(query, target, options, caller)
    },

    async keyFrames(clip, options = {}) {
      caller.begin('keyFrames', options, ['onProgress', 'most'])
      const encoder = caller.requireEncoder('keyFrames')
      return encoder.keyFrames(await clipOf(clip, caller.engine, limits(options)), options)
    },

    async warmUp(modalities, options = {}) {
      caller.begin('warmUp', options, ['onProgress'])
      const encoder = caller.requireEncoder('warmUp')
      const usual = WARMED_UP.filter((modality) => encoder.space.modalities.includes(modality))
      const report = await encoder.warmUp(modalities ?? usual, options)
      caller.reencoder?.begin()
      return report
    },
  }
}
