import { readFile } from 'node:fs/promises'
import { type Interaction, LocavoreError } from '@locavore/core'
import { type LoggedPlace, loggedPlaces, loggedRewards } from './logged-rewards.js'
import { ips, type OffPolicyEstimate, snips } from './off-policy.js'

const USAGE = `usage: pnpm evaluate:log <export.json> [chances.json]

  export.json    what exportData() gave: its exploring places and what came of them are read
  chances.json   with what chance another ranking would have shown each item, by item id, or by "<list id> <item id>"
                 where it depends on the list; items that are not named have none
`

/** The command. @returns the exit status: 0 if there was something to say, 2 if not. */
export async function main(args: readonly string[], print: (text: string) => void = console.log): Promise<number> {
  const [exported, chances, ...more] = args
  if (exported === undefined || exported.startsWith('-') || more.length > 0) {
    print(USAGE)
    return 2
  }
  try {
    const log = interactionsOf(await readJson(exported))
    const places = loggedPlaces(log)
    if (places.length === 0) throw wrong(`${exported} has no impression with a propensity: nothing was given to a try`)
    const chosen = places.reduce((sum, { reward }) => sum + reward, 0)
    print(
      `${places.length} places explored; ${chosen} of them led to a choice (${(chosen / places.length).toFixed(3)})`,
    )
    if (chances === undefined) return 0
    const rewards = loggedRewards(log, chanceIn(await readJson(chances)))
    print(`the other ranking would have earned, per place, with its 95% interval:`)
    print(`  IPS    ${inWords(ips(rewards))}`)
    print(`  SNIPS  ${inWords(snips(rewards))}`)
    return 0
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    return 2
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}

function interactionsOf(exported: unknown): readonly Interaction[] {
  const { interactions } = { ...(exported as { interactions?: unknown }) }
  // Only what loggedPlaces reads matters; an export has been checked where it was made.
  if (Array.isArray(interactions)) return interactions
  throw wrong('The first file is no export: it has no list of interactions')
}

function chanceIn(chances: unknown): (place: LoggedPlace) => number {
  if (typeof chances !== 'object' || chances === null) throw wrong('The chances must be an object of numbers')
  const given = new Map<string, unknown>(Object.entries(chances))
  return ({ itemId, listId = '' }) => {
    const chance = given.get(`${listId} ${itemId}`) ?? given.get(itemId) ?? 0
    if (typeof chance === 'number' && chance >= 0 && chance <= 1) return chance
    throw wrong(`The chance of ${JSON.stringify(itemId)} is ${String(chance)}; it must be from 0 to 1`)
  }
}

function inWords({ mean, low, high, effective }: OffPolicyEstimate): string {
  return `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}], as if from ${effective.toFixed(0)} places`
}

function wrong(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', `${message}.`)
}
