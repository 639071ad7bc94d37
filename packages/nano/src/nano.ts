import { createEncoderFactory, type EncoderFactory } from '@locavore/encoders'
import { MANIFEST, MANIFEST_HASH } from './embedded-manifest.js'

/**
 * The embedded default model: words and pictures into one space of 128 dimensions. Nothing is loaded until the first
 * thing must be encoded; then its files come from the `models/` folder of the page's own origin, verified.
 */
export function nano(): EncoderFactory {
  return createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH })
}
