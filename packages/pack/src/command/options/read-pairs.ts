import { refused } from '../../failure.js'

/** `name=column,...` with names of a closed list. @throws LocavoreError `invalid-argument` */
export function readPairs<Name extends string>(
  option: string,
  words: string,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const pairs: Partial<Record<Name, string>> = {}
  for (const pair of words.split(',')) {
    const [left, column, ...more] = pair.split('=')
    const name = names.find((known) => known === left)
    if (name === undefined || column === undefined || column === '' || more.length > 0) {
      throw refused(`${option} "${pair}" is not one of ${names.map((one) => `${one}=column`).join(', ')}.`)
    }
    pairs[name] = column
  }
  return pairs
}
