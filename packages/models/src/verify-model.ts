import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LocavoreError, toLocavoreError } from '@locavore/core'
import { modelFolder, parseModelManifest } from '@locavore/encoders/assets'
import { cosine, createTokeniser, type Golden, type ModelManifest, parseGolden } from '@locavore/encoders/towers'
import { checkDisk, FileCheck } from './folder/file-check.js'
import type { TowerName } from './trial/golden-file.js'
import { type OpenTower, openTower } from './trial/open-session.js'
import { runPictures, runSounds, runTexts } from './trial/run-towers.js'

export interface Finding {
  readonly kind: 'good' | 'fault'
  readonly message: string
}

export interface VerifyOptions {
  /** Leaves out the running of every variant. */
  readonly quick?: boolean
  readonly signal?: AbortSignal
}

/** As a visitor's device is held against the golden file. */
const LEAST_COSINE = 0.99

/**
 * Holds a model's folder against its own manifest: name, sizes, hashes, and what every variant answers.
 *
 * @throws LocavoreError `model-invalid` when there is no manifest that could be held against, `aborted`
 */
export async function verifyModel(folder: string, options: VerifyOptions = {}): Promise<readonly Finding[]> {
  const bytes = await readFile(join(folder, 'manifest.json')).catch((thrown: unknown) => {
    throw new LocavoreError(
      'model-invalid',
      `${folder} has no manifest.json that can be read. Add the model again.`,
      {},
      thrown,
    )
  })
  const manifest = parseModelManifest(parseJson(bytes.toString('utf8'), folder))
  const findings = [checkName(folder, manifest, bytes), ...(await checkFiles(folder, manifest, options.signal))]
  if (options.quick || findings.some(({ kind }) => kind === 'fault')) return findings
  return [...findings, ...(await checkAnswers(folder, manifest, options.signal))]
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new LocavoreError(
      'model-invalid',
      `${join(folder, 'manifest.json')} is not JSON. Add the model again.`,
      {},
      thrown,
    )
  }
}

function checkName(folder: string, manifest: ModelManifest, bytes: Uint8Array): Finding {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const name = modelFolder(manifest, hash).slice('models/'.length)
  const own = basename(folder)
  // A model that a site copies from elsewhere gets its name there.
  if (own === name || !own.includes('@')) return { kind: 'good', message: `manifest.json: ${name}` }
  return { kind: 'fault', message: `the folder should be called ${name}: its manifest was changed` }
}

async function checkFiles(
  folder: string,
  manifest: ModelManifest,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { path, bytes, sha256 } of manifest.files) {
    if (signal?.aborted) throw new LocavoreError('aborted', 'Stopped.')
    findings.push(await checkFile(join(folder, path), { path, bytes, sha256 }))
  }
  return findings
}

async function checkFile(at: string, { path, bytes, sha256 }: ModelManifest['files'][number]): Promise<Finding> {
  const held = await stat(at).catch(() => undefined)
  if (held === undefined) return { kind: 'fault', message: `${path}: is not there` }
  const check = new FileCheck({ path, bytes }, { kind: 'sha256', hash: sha256 })
  try {
    if (!(await checkDisk(at, check))) return { kind: 'fault', message: `${path}: cannot be read` }
    check.finish()
    return { kind: 'good', message: path }
  } catch {
    return { kind: 'fault', message: `${path}: ${held.size} bytes that are not the file of the manifest` }
  }
}

async function checkAnswers(
  folder: string,
  manifest: ModelManifest,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const golden = parseGolden(await readFile(join(folder, manifest.golden), 'utf8'))
  const findings: Finding[] = []
  for (const { id } of manifest.variants) {
    for (const name of ['text', 'image', 'audio'] as const) {
      const path = manifest.towers[name]?.files[id]
      if (path === undefined) continue
      if (signal?.aborted) throw new LocavoreError('aborted', 'Stopped.')
      findings.push(await checkTower(folder, manifest, golden, name, id, path))
    }
  }
  return findings
}

async function checkTower(
  folder: string,
  manifest: ModelManifest,
  golden: Golden,
  name: TowerName,
  variant: string,
  path: string,
): Promise<Finding> {
  try {
    const open = await openTower(await readFile(join(folder, path)), path)
    const answers = await answersOf(folder, manifest, golden, name, open).finally(() => open.close())
    const wanted = golden.outputs[variant]?.[name] ?? []
    const lowest = Math.min(...answers.map((answer, row) => cosine(answer, wanted[row] ?? [])))
    const kind = wanted.length === answers.length && lowest >= LEAST_COSINE ? 'good' : 'fault'
    return { kind, message: `${variant}, ${name}: answers the golden inputs with cosine ${lowest.toFixed(4)}` }
  } catch (thrown) {
    return { kind: 'fault', message: `${variant}, ${name}: ${toLocavoreError(thrown).message}` }
  }
}

async function answersOf(
  folder: string,
  { towers }: ModelManifest,
  golden: Golden,
  name: TowerName,
  open: OpenTower,
): Promise<readonly Float32Array[]> {
  if (name === 'image' && towers.image !== undefined) return runPictures(open, towers.image, golden.image)
  if (name === 'audio' && towers.audio !== undefined) return runSounds(open, towers.audio, golden.audio)
  const { text } = towers
  if (text === undefined) return []
  const [tokenizer = '', config = ''] = await Promise.all(
    [text.tokenizer, text.tokenizerConfig].map((path) => readFile(join(folder, path), 'utf8')),
  )
  const tokenise = createTokeniser(tokenizer, config, text)
  const isSame = golden.text.every(({ input, ids }) => tokenise(input).join() === ids.join())
  if (!isSame) throw new LocavoreError('model-invalid', 'the tokenizer splits a golden text differently')
  return runTexts(
    open,
    text,
    golden.text.map(({ ids }) => ids),
  )
}
