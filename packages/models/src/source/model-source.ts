/** What a file must be, as its source says: the SHA-256 of a large file, or the name git gives to the content of a small one. */
export type Proof = { readonly kind: 'sha256' | 'git-blob'; readonly hash: string }

export interface SourceFile {
  /** Inside the model's repository, with `/`. */
  readonly path: string
  readonly bytes: number
  /** Absent where the source gives none; then only the size is held against it. */
  readonly proof?: Proof
}

/** A model's files at one revision, wherever they lie. */
export interface ModelSource {
  /** `owner/name`, or the name of a folder. */
  readonly id: string
  /** The full commit, or for a folder a hash of its content. */
  readonly commit: string
  /** Where a person can look at it. */
  readonly page: string
  /** As the model card names it, lower case: `apache-2.0`. */
  readonly licence: string | undefined
  readonly files: readonly SourceFile[]
  /**
   * The bytes of a file from a place on. A source that cannot start there starts at 0, and says so in `from`.
   *
   * @throws LocavoreError `fetch-failed`, `aborted`
   */
  open(
    file: SourceFile,
    from: number,
    signal: AbortSignal,
  ): Promise<{ readonly from: number; readonly body: AsyncIterable<Uint8Array> }>
  /** What a file must be: what the listing says, or else what the address of the file says. */
  proofOf(file: SourceFile, signal: AbortSignal): Promise<Proof | undefined>
  close(): Promise<void>
}

/** A small file as text, whole. */
export async function readText(source: ModelSource, path: string, signal: AbortSignal): Promise<string | undefined> {
  const file = source.files.find((candidate) => candidate.path === path)
  if (file === undefined) return undefined
  const { body } = await source.open(file, 0, signal)
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
