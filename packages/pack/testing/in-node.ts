/** What a publisher's vectors are made with where nothing is said. */
export const DEFAULT = 'default'

/** The vector that Node makes of a medium; undefined for what takes an ffmpeg where there is none. */
export async function inNode(
  what: 'text' | 'picture' | 'sound' | 'clip',
  medium: Blob | string,
  variant = DEFAULT,
): Promise<readonly number[] | undefined> {
  const answer = await fetch(`/packed/encode/${what}/${variant}`, { method: 'POST', body: medium })
  if (answer.status === 501) return undefined
  if (!answer.ok) throw new Error(await answer.text())
  return JSON.parse(await answer.text())
}
