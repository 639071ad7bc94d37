import { toStorageError } from '../indexeddb/connection/storage-error.js'

/** What `FileSystemSyncAccessHandle` has of use here; not every version of the DOM types knows it. */
export interface AccessHandle {
  read(buffer: ArrayBufferView, options: { at: number }): number
  write(buffer: ArrayBufferView, options: { at: number }): number
  truncate(bytes: number): void
  getSize(): number
  flush(): void
  close(): void
}

/** `mode` is young: a browser that does not know it gives a handle that nobody shares. */
type FileHandle = FileSystemFileHandle & {
  createSyncAccessHandle(options?: { readonly mode?: 'readwrite' | 'read-only' }): Promise<AccessHandle>
}

/** Whether this thread can read and write files of the origin at once: workers of secure pages can. */
export function hasOpfs(): boolean {
  return (
    typeof FileSystemFileHandle !== 'undefined' &&
    'createSyncAccessHandle' in FileSystemFileHandle.prototype &&
    typeof navigator.storage?.getDirectory === 'function'
  )
}

export async function openFolder(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(name, { create: true })
}

export async function openFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  { create }: { readonly create: boolean },
): Promise<AccessHandle> {
  const file = (await folder.getFileHandle(name, { create })) as FileHandle
  return create ? file.createSyncAccessHandle() : file.createSyncAccessHandle({ mode: 'read-only' })
}

/** Removes a folder of the origin with all that is in it; one that is not there is removed already. */
export async function removeFolder(name: string): Promise<void> {
  if (typeof navigator === 'undefined' || typeof navigator.storage?.getDirectory !== 'function') return
  try {
    const root = await navigator.storage.getDirectory()
    await root.removeEntry(name, { recursive: true })
  } catch (thrown) {
    // A browser that refuses private files has none of ours.
    if (!['NotFoundError', 'SecurityError', 'NotAllowedError'].includes(nameOf(thrown))) throw toStorageError(thrown)
  }
}

/** Whether somebody else has the file open. */
export function isInUse(thrown: unknown): boolean {
  return nameOf(thrown) === 'NoModificationAllowedError'
}

export function isMissing(thrown: unknown): boolean {
  return nameOf(thrown) === 'NotFoundError'
}

function nameOf(thrown: unknown): string {
  return String((thrown as { name?: unknown } | null)?.name)
}
