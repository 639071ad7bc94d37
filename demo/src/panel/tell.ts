import { messageOf } from '../state/messages.js'
import { showToast } from '../ui/toasts.js'

/** Runs one of the tools and says how it went; nothing when there is nothing to say yet. */
export async function tell(work: () => Promise<string | undefined>): Promise<void> {
  try {
    const message = await work()
    if (message !== undefined) showToast(message)
  } catch (error) {
    showToast(messageOf(error), { tone: 'problem' })
  }
}
