import type { Modality, TagGroup } from '@locavore/core'
import type {
  ClipSource,
  EncodeProgress,
  EncoderReport,
  KeyFrame,
  KeyFrameOptions,
  PictureSource,
  SoundSource,
  TagGroupInput,
} from '@locavore/encoders'
import type { AlignQuery, AlignTarget, ItemAlignment } from '../media/types.js'
import type { CallOptions } from './call-options.js'

/**
 * What is searched with: words, or any media together. Each is compared with its own medium of an item, and what no medium
 * was given for with the mean of all: words find sounds, a picture finds clips. An item beside them counts as much as they do.
 */
export type SearchQuery =
  | string
  | {
      readonly text?: string
      readonly image?: PictureSource
      readonly audio?: SoundSource
      readonly clip?: ClipSource
      readonly itemId?: string
    }

export interface TagsOptions extends CallOptions {
  /** What to choose from, in the site's own words (default: the groups the model brings). */
  readonly groups?: readonly TagGroupInput[]
}

/** Looking into words, pictures, sounds and clips, on this device. */
export interface MediaMethods {
  /**
   * What words, a picture or an item show, group by group: place, weather, hour and so on, or groups of the site's own. Of
   * several media the probabilities are averaged.
   * @throws `encoder-unavailable`, `unknown-item`, `unsupported-media` where the model has no tags, or none for the medium
   */
  tags(subject: SearchQuery, options?: TagsOptions): Promise<readonly TagGroup[]>
  /**
   * Which part of an item's media fits words, or another item, such as the one that was liked: a map over a picture, a time
   * line over a sound or clip. Loads the model.
   * @throws `unknown-item`, `encoder-unavailable`, `unsupported-media` if the item keeps no such medium, `no-content` if the
   * item asked with has no embedding, and what a device throws that cannot encode
   */
  align(
    query: AlignQuery,
    target: AlignTarget,
    options?: CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void },
  ): Promise<ItemAlignment>
  /**
   * Moments that stand for every scene of a clip, in order: of an item's, or of any other.
   * @throws `unknown-item`, `encoder-unavailable`, `unsupported-media` if the item keeps no clip, `invalid-media`
   */
  keyFrames(clip: ClipSource | { readonly itemId: string }, options?: KeyFrameOptions): Promise<readonly KeyFrame[]>
  /**
   * Loads the encoder ahead of need.
   * @param modalities `audio` loads what sounds need; `clip` what pictures and sounds do (default: words and pictures)
   */
  warmUp(
    modalities?: readonly Modality[],
    options?: CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void },
  ): Promise<EncoderReport>
}
