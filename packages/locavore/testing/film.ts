/** A film of about a second, 64 by 48, half of it teal, made by this browser. */
export async function shortFilm(): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = 64
  canvas.height = 48
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' })
  const parts: Blob[] = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve
  })
  recorder.start()
  for (let frame = 0; frame < 20; frame += 1) {
    context.fillStyle = 'teal'
    context.fillRect(0, 0, 64, 48)
    context.fillStyle = 'white'
    context.fillRect(2 * frame, 20, 8, 8)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  recorder.stop()
  await stopped
  return new Blob(parts, { type: 'video/webm' })
}

/** A film with something behind its end that no player minds, so that the file has this many bytes more. */
export function padded(film: Blob, bytes: number): Blob {
  return new Blob([film, new Uint8Array(bytes)], { type: film.type })
}
