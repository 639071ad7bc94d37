import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { listAttributeWords } from '@locavore/postcards'

export const GROUPS = ['place', 'weather', 'hour', 'season', 'subject', 'mood', 'style']

export const modelFolder = dirname(createRequire(import.meta.url).resolve('@locavore/nano/manifest.json'))

/** The groups of the embedded model: what a postcard is made of, in all English wordings of the generator. */
export function writeGroups() {
  const words = listAttributeWords('en')
  return GROUPS.map((id) => ({
    id,
    labels: Object.entries(words[id]).map(([label, texts]) => ({ id: label, texts: [...texts] })),
  }))
}

/** The model's own file of tags, or undefined. */
export function readTags() {
  const { tags } = JSON.parse(readFileSync(join(modelFolder, 'manifest.json'), 'utf8'))
  return tags === undefined ? undefined : JSON.parse(readFileSync(join(modelFolder, tags), 'utf8'))
}

/** The groups as the model's own file of tags has them, or undefined. */
export const readGroups = () => readTags()?.groups

/** The group without one of its labels. */
export const without = ({ id, labels }, label) => ({ id, labels: labels.filter((each) => each.id !== label) })
