import type { AssembleOptions } from '../../build/build-options.js'
import { refused } from '../../failure.js'
import type { LearnOptions } from '../../learn/learn.js'
import { readWhole, type Values } from './read-options.js'
import { readPairs } from './read-pairs.js'

const COLUMNS = ['person', 'item', 'value'] as const

/** What the options say of interactions to learn from. @throws LocavoreError `invalid-argument` */
export function readLearning(values: Values): Pick<AssembleOptions, 'learn'> {
  const { interactions } = values
  if (interactions === undefined) return {}
  const columns = values['interaction-columns']
  const least = values['least-value']
  const wholes = {
    leastPeople: values['least-people'],
    factorDimensions: values['factor-dimensions'],
    sweeps: values.sweeps,
    weightsPerItem: values['weights-per-item'],
  }
  const given = Object.entries(wholes).flatMap(([name, words]) =>
    words === undefined ? [] : [[name, readWhole(`--${name}`, words)] as const],
  )
  const learn: LearnOptions = {
    paths: interactions,
    ...(columns === undefined ? {} : { columns: readPairs('--interaction-columns', columns, COLUMNS) }),
    ...(least === undefined ? {} : { leastValue: readNumber('--least-value', least) }),
    ...Object.fromEntries(given),
  }
  return { learn }
}

function readNumber(option: string, words: string): number {
  const value = Number(words)
  if (words.trim() !== '' && Number.isFinite(value)) return value
  throw refused(`${option} "${words}" is no number.`)
}
