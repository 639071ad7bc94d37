import type { Reason } from '../types.js'

/** The reasons as one or two English sentences, with what diversity did to the place. Places count from 0. */
export function sentenceFor(
  reasons: readonly Reason[],
  { rankByScore, position }: { readonly rankByScore: number; readonly position: number },
): string {
  const said = reasons.filter(({ kind }) => kind !== 'variety').map(({ message }) => message)
  const why = said.length === 0 ? 'It differs from the rest of the list' : joinWords(said)
  return `${why}. ${placeSentence(rankByScore + 1, position + 1)}`
}

function placeSentence(byScore: number, shown: number): string {
  if (byScore === shown) return `Its score puts it in place ${shown}.`
  const moved = shown < byScore ? 'up' : 'down'
  return `Its score alone would put it in place ${byScore}; keeping the list varied moved it ${moved} to ${shown}.`
}

function joinWords([first = '', ...rest]: readonly string[]): string {
  const others = rest.map((message) => `${message.charAt(0).toLowerCase()}${message.slice(1)}`)
  const last = others.pop()
  if (last === undefined) return first
  return `${[first, ...others].join('; ')}; and ${last}`
}
