import type { Page } from '@playwright/test'

/** Evaluates an expression inside the engine's worker, through DevTools: a real fault needs no hook in the product. */
export type InEngine = (expression: string) => Promise<unknown>

export async function engineSession(page: Page): Promise<InEngine> {
  const session = await page.context().newCDPSession(page)
  const found = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker' && /engine/.test(targetInfo.url)) resolve(sessionId)
    })
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const sessionId = await found
  let lastId = 0
  return async (expression) => {
    lastId += 1
    const id = lastId
    const answer = new Promise<unknown>((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const parsed = JSON.parse(message)
        if (parsed.id === id) resolve(parsed.result?.result?.value)
      })
    })
    const params = { expression, awaitPromise: true, returnByValue: true }
    const message = JSON.stringify({ id, method: 'Runtime.evaluate', params })
    await session.send('Target.sendMessageToTarget', { sessionId, message })
    return answer
  }
}
