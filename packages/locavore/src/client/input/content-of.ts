import type { Content } from '@locavore/encoders'
import type { ItemInput } from '../contract/items.js'

/** Every medium an item has, ready to be encoded. Title and text are one text. */
export function contentOf(item: Pick<ItemInput, 'title' | 'text' | 'image' | 'audio' | 'clip'>): Content[] {
  const text = [item.title, item.text].filter((part) => typeof part === 'string' && part.trim() !== '').join('\n')
  const content: Content[] = []
  if (text !== '') content.push({ modality: 'text', text })
  if (item.image !== undefined) content.push({ modality: 'image', image: item.image })
  if (item.audio !== undefined) content.push({ modality: 'audio', audio: item.audio })
  if (item.clip !== undefined) content.push({ modality: 'clip', clip: item.clip })
  return content
}
