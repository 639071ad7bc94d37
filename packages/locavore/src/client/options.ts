import {
  checkRelationSettings,
  type EmbeddingSpace,
  LocavoreError,
  SENTENCE_LANGUAGES,
  type SentenceLanguage,
} from '@locavore/core'
import type { EncoderEnvironment } from '@locavore/encoders'
import type { DomainRequest, OpenRequest } from '../shared/protocol.js'
import { PROTOCOL_VERSION } from '../shared/protocol.js'
import type { RecommenderOptions } from './recommender.js'
import { describe, ownOriginUrl, refuseUnknownOptions, requireString } from './validate.js'

const KNOWN = [
  'name',
  'encoder',
  'catalogue',
  'cataloguePublicKey',
  'space',
  'relations',
  'domains',
  'domainShare',
  'assets',
  'storage',
  'workers',
  'devices',
  'language',
  'mode',
  'context',
  'signal',
  'onProgress',
] as const satisfies readonly (keyof RecommenderOptions)[]

/** What `createRecommender` needs, checked once. */
export interface CheckedOptions {
  readonly request: OpenRequest
  readonly environment: EncoderEnvironment
}

/** @param base address that relative ones are resolved against: the page's own. */
export function checkOptions(options: RecommenderOptions, base: string): CheckedOptions {
  refuseUnknownOptions(options, KNOWN, 'createRecommender')
  refuseUnknownOptions(options.workers, ['engine', 'encoder'], 'createRecommender, workers')
  const space = agreedSpace(options)
  return {
    request: {
      protocol: PROTOCOL_VERSION,
      name: checkName(options.name),
      storage: checkStorage(options.storage),
      ...(options.catalogue === undefined
        ? {}
        : { catalogue: ownOriginUrl(options.catalogue, base, 'catalogue').href }),
      ...(space === undefined ? {} : { space }),
      ...publicKeys(options.cataloguePublicKey),
      ...(options.relations === undefined ? {} : { relations: checkRelationSettings(options.relations) }),
      ...(options.domains === undefined ? {} : { domains: checkDomains(options.domains) }),
      ...(options.domainShare === undefined ? {} : { domainShare: checkDomainShare(options.domainShare) }),
      ...(options.language === undefined ? {} : { language: checkLanguage(options.language) }),
    },
    environment: encoderEnvironment(options, base),
  }
}

function checkDomainShare(share: unknown): number {
  if (typeof share === 'number' && share >= 0 && share <= 1) return share
  throw new LocavoreError(
    'invalid-argument',
    `createRecommender: domainShare must be a number from 0 to 1, not ${describe(share)}.`,
    {
      option: 'domainShare',
    },
  )
}

/** The maps are looked into by the worker, which has them to work with. */
function checkDomains(domains: unknown): readonly DomainRequest[] {
  if (!Array.isArray(domains)) {
    throw new LocavoreError(
      'invalid-argument',
      'createRecommender: domains must be a list such as [{ name: "films" }].',
    )
  }
  return domains.map((domain: unknown) => {
    refuseUnknownOptions(domain, ['name', 'label', 'spaceMap'], 'createRecommender, domains')
    const { name, label, spaceMap } = { ...(domain as Partial<DomainRequest>) }
    return {
      name: checkName(name),
      ...(label === undefined ? {} : { label: requireString(label, 'createRecommender, domains: label') }),
      ...(spaceMap === undefined ? {} : { spaceMap }),
    }
  })
}

/** Base64 of 32 bytes: the raw key. Whether it is one is found out where it is used. */
function publicKeys(given: RecommenderOptions['cataloguePublicKey']): Pick<OpenRequest, 'publicKeys'> {
  if (given === undefined) return {}
  const keys = (Array.isArray(given) ? given : [given]).map((key) =>
    requireString(key, 'createRecommender: cataloguePublicKey'),
  )
  if (keys.length > 0 && keys.every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key))) return { publicKeys: keys }
  throw new LocavoreError(
    'invalid-argument',
    'createRecommender: cataloguePublicKey must be a raw Ed25519 key of 32 bytes in base64, or a list of at least one.',
    { option: 'cataloguePublicKey' },
  )
}

function encoderEnvironment(options: RecommenderOptions, base: string): EncoderEnvironment {
  const assets = ownOriginUrl(options.assets ?? '/locavore/', base, 'assets')
  // Without the last slash a relative address would replace the folder's own name.
  if (!assets.pathname.endsWith('/')) assets.pathname += '/'
  return {
    assets,
    ...(options.devices === undefined ? {} : { devices: options.devices }),
    ...(options.workers?.encoder === undefined ? {} : { worker: options.workers.encoder }),
  }
}

function checkLanguage(language: unknown): SentenceLanguage {
  const known = SENTENCE_LANGUAGES.find((each) => each === language)
  if (known !== undefined) return known
  throw new LocavoreError(
    'invalid-argument',
    `createRecommender: there is no language ${JSON.stringify(language)}; there are ${SENTENCE_LANGUAGES.join(', ')}.`,
    { option: 'language' },
  )
}

function checkName(name: unknown): string {
  const text = requireString(name, 'createRecommender: name')
  if (text.length <= 64) return text
  throw new LocavoreError('invalid-argument', `createRecommender: name has ${text.length} characters; use at most 64.`)
}

function checkStorage(storage: unknown): 'persistent' | 'memory' {
  if (storage === undefined) return 'persistent'
  if (storage === 'persistent' || storage === 'memory') return storage
  throw new LocavoreError(
    'invalid-argument',
    `createRecommender: storage must be "persistent" or "memory", not ${describe(storage)}.`,
    { option: 'storage' },
  )
}

/** The encoder's space and the declared one must be the same: vectors of two spaces cannot be compared. */
function agreedSpace(options: RecommenderOptions): EmbeddingSpace | undefined {
  const declared = options.space
  const encoded = options.encoder?.space
  if (declared !== undefined && encoded !== undefined && declared.id !== encoded.id) {
    throw new LocavoreError(
      'space-mismatch',
      `createRecommender: space is "${declared.id}" but the encoder makes "${encoded.id}". Leave "space" out.`,
    )
  }
  return encoded ?? declared
}
