/** Items of a catalogue, and items of one call or one export. */
export const MOST_ITEMS = 1_048_576

/**
 * Caps on what is stored and on what is read from an export file. What may be stored may also be imported again, so both
 * doors use the same ones. They stop a broken or hostile input from filling memory; no honest site comes near them.
 */
export const LIMITS = {
  /** Characters of an item id, a space id or a list id. */
  id: 512,
  title: 10_000,
  text: 200_000,
  query: 10_000,
  /** Characters of an address; a picture or sound of the person's own may be a `data:` address. */
  address: 4_000_000,
  /** Labels of the circumstances of an interaction. */
  labels: 32,
  /** Attributes of an item, values in a list attribute, characters of a name and of a value. */
  attributes: 200,
  attributeValues: 1_000,
  attributeName: 200,
  attributeText: 10_000,
  /** Ties of an item to others, characters of their type, and periods in which its likes are counted. */
  relations: 200,
  relationType: 64,
  periods: 400,
  dimensions: 16_384,
  /** Interactions in an export, and the highest sequence number it may carry. */
  interactions: 1_000_000,
  sequence: 4_000_000,
  items: MOST_ITEMS,
  embeddings: 4 * MOST_ITEMS,
} as const
