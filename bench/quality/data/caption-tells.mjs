import { writeCaption } from '@locavore/postcards'

/** Whether a scene's caption tells which value an attribute has: with some other value the words would be others. */
export function captionTells(scene, attribute, values, language) {
  const own = writeCaption(scene, language)
  return values.some(
    (value) => value !== scene[attribute] && writeCaption({ ...scene, [attribute]: value }, language) !== own,
  )
}

/** The right label of a medium of a scene; undefined, which is none of them, where a caption is silent about it. */
export function labelOf(scene, { id, labels }, modality) {
  const values = labels.map((label) => label.id)
  return modality !== 'text' || captionTells(scene, id, values, 'en') ? scene[id] : undefined
}
