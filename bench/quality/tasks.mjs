import { readGroups } from './data/tag-groups.mjs'
import { measureAlignment } from './tasks/alignment.mjs'
import { measureClips } from './tasks/clips.mjs'
import { measureEmoji } from './tasks/emoji.mjs'
import { measureLanguages } from './tasks/languages.mjs'
import { measurePhotographs } from './tasks/photographs.mjs'
import { measurePostcards } from './tasks/postcards.mjs'
import { measureSounds } from './tasks/sounds.mjs'
import { measureTags } from './tasks/tags.mjs'

const always = () => undefined
const needs =
  (modality) =>
  ({ encoder }) =>
    encoder.can(modality) ? undefined : `the model takes no ${modality}`

/** What can be measured, in order; `why` says why not, if so. */
export const TASKS = {
  postcards: { title: 'Unseen postcards, among 100', why: always, measure: measurePostcards },
  languages: { title: 'Languages, among 100', why: always, measure: measureLanguages },
  sounds: { title: 'Sounds, among 100', why: needs('audio'), measure: measureSounds },
  clips: { title: 'Clips, among 100', why: needs('clip'), measure: measureClips },
  alignment: { title: 'Place and time', why: always, measure: measureAlignment },
  tags: {
    title: 'Tags',
    why: () => (readGroups() === undefined ? 'the model has none: run pnpm calibrate:nano' : undefined),
    measure: measureTags,
  },
  photographs: {
    title: 'Photographs',
    why: ({ photographs }) => (photographs.length > 0 ? undefined : 'no --photos and --labels were given, or none fit'),
    measure: measurePhotographs,
  },
  emoji: {
    title: 'Emoji',
    why: ({ emoji }) => (emoji.length > 0 ? undefined : 'no --emoji and --emoji-labels were given'),
    measure: measureEmoji,
  },
}
