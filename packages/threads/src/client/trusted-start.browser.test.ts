import { expect, test } from 'vitest'

interface FrameReport {
  readonly answer: unknown
  /** What became of a plain `new Worker(address)` beside ours. */
  readonly direct: string
}

/** Starts a supervised worker in a frame under this policy. */
async function underPolicy(policy: string): Promise<FrameReport> {
  const frame = document.createElement('iframe')
  const script = new URL('../../test/trusted-page.ts', import.meta.url).href
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module" src="${script}"></script>`
  try {
    return await new Promise((resolve) => {
      const listener = (event: MessageEvent) => {
        if (event.source !== frame.contentWindow || event.data?.frame !== 'trusted-page') return
        window.removeEventListener('message', listener)
        resolve(event.data)
      }
      window.addEventListener('message', listener)
      document.body.append(frame)
    })
  } finally {
    frame.remove()
  }
}

test('Trusted Types with our policy listed: our worker starts, a plain one does not', async () => {
  const report = await underPolicy("require-trusted-types-for 'script'; trusted-types locavore")
  expect(report).toMatchObject({ answer: 3, direct: 'refused' })
})

test('Trusted Types without a list of policies', async () => {
  expect(await underPolicy("require-trusted-types-for 'script'")).toMatchObject({ answer: 3, direct: 'refused' })
})

test('a list without our policy: the error says what to add', async () => {
  const report = await underPolicy("require-trusted-types-for 'script'; trusted-types another")
  expect(report.answer).toContain('Add `locavore` to the trusted-types directive')
})

test('without Trusted Types the global is left as it was', async () => {
  const before = globalThis.Worker
  expect(await underPolicy("default-src * 'unsafe-inline'")).toMatchObject({ answer: 3, direct: 'allowed' })
  expect(globalThis.Worker).toBe(before)
})
