import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = resolve(fileURLToPath(import.meta.url), '../../..')

export interface Site {
  readonly root: string
  /** Folder of a model of a few hundred bytes, relative to `root`. */
  readonly model: string
  /** Its folder below the assets folder. */
  readonly modelTarget: string
  remove(): Promise<void>
}

export const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')

const MODEL_FILES = {
  'tokenizer.json': '{"model":{}}',
  'tokenizer_config.json': '{}',
  'golden.json': '[]',
  'onnx/text_model_quantized.onnx': 'pretend weights'.repeat(40),
}

/** A little site in a new folder of the workspace, with the packages it has installed and one model. */
export async function createSite(script: string): Promise<Site> {
  const scratch = join(packages, 'locavore/temp')
  await mkdir(scratch, { recursive: true })
  const root = await mkdtemp(join(scratch, 'site-'))
  await mkdir(join(root, 'node_modules/@locavore'), { recursive: true })
  for (const name of ['core', 'encoders', 'threads']) {
    await symlink(join(packages, name), join(root, 'node_modules/@locavore', name))
  }
  await writeFile(join(root, 'package.json'), '{"name":"site","private":true,"type":"module"}')
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><title>site</title><script type="module" src="/main.js"></script>',
  )
  await writeFile(join(root, 'main.js'), script)
  const manifest = JSON.stringify(manifestOf())
  await writeTree(join(root, 'pocket'), { ...MODEL_FILES, 'manifest.json': manifest })
  return {
    root,
    model: 'pocket',
    modelTarget: `models/pocket@2-${sha256(manifest).slice(0, 8)}`,
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

/** Path below `folder` -> SHA-256 of every file. */
export async function hashTree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hashes = await Promise.all(
    paths.map(async (path) => [relative(folder, path).replaceAll('\\', '/'), sha256(await readFile(path))] as const),
  )
  return Object.fromEntries(hashes.sort())
}

function manifestOf(): object {
  const files = Object.entries(MODEL_FILES).map(([path, text]) => ({ path, bytes: text.length, sha256: sha256(text) }))
  const weights = 'onnx/text_model_quantized.onnx'
  return {
    format: 'locavore-model@1',
    id: 'pocket',
    revision: '2',
    licence: 'Apache-2.0',
    space: { id: 'pocket@2', dimensions: 4, modalities: ['text'] },
    variants: [{ id: 'q8', devices: ['wasm'] }],
    towers: {
      text: {
        tokenizer: 'tokenizer.json',
        tokenizerConfig: 'tokenizer_config.json',
        maxTokens: 8,
        padTokenId: 0,
        inputs: { ids: 'input_ids', mask: 'attention_mask' },
        output: 'text_embeds',
        files: { q8: weights },
      },
    },
    golden: 'golden.json',
    files,
  }
}

async function writeTree(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}
