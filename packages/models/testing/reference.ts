import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FIXTURES } from './unpack-fixture.js'

/** What transformers and torch answered when the fixture was made. */
export interface Reference {
  readonly text?: readonly {
    readonly input: string
    readonly ids: readonly number[]
    readonly vector: readonly number[]
  }[]
  /** One vector for each of fixtures/pictures. */
  readonly image?: readonly (readonly number[])[]
  readonly audio?: readonly {
    readonly sampleRate: number
    readonly samples: string
    readonly vector: readonly number[]
  }[]
}

export async function readReference(name: string): Promise<Reference> {
  return JSON.parse(await readFile(join(FIXTURES, name, 'reference.json'), 'utf8'))
}

/** The name a fixture has on the test's hub: what is known of a model by its name must be in it. */
export const hubId = (name: string) => (name === 'e5' ? 'test/multilingual-e5-tiny' : `test/${name}`)

export const FIXTURE_NAMES = [
  'clip',
  'siglip',
  'siglip2',
  'chinese-clip',
  'jina-clip',
  'mobileclip',
  'clap',
  'minilm',
  'e5',
] as const
