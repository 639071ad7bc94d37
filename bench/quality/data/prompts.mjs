/** How a name becomes words to compare a picture with. Several templates of a set are averaged. Their ids stand in the JSON. */
const TEMPLATES = {
  'name-1': (name) => name,
  'photo-1': (name) => `a photo of ${withArticle(name)}`,
  'clothing-1': (name) => `a photo of ${withArticle(name)}, a piece of clothing`,
  'grocery-1': (name) => `a photo of ${name}, a grocery product`,
}

const BY_SET = {
  clothing: ['name-1', 'photo-1', 'clothing-1'],
  grocery: ['name-1', 'photo-1', 'grocery-1'],
  emoji: ['name-1'],
}
const DEFAULT = ['name-1', 'photo-1']

export const templatesOf = (set) => BY_SET[set] ?? DEFAULT

/** The wordings of a name in a set, one per template. */
export const promptsFor = (set, name) => templatesOf(set).map((id) => TEMPLATES[id](name))

const PLURAL_OR_UNCOUNTED = /(?:[^s]s|wear|milk|juice|cream|yoghurt|cabbage|garlic|ginger)$/i

function withArticle(name) {
  if (PLURAL_OR_UNCOUNTED.test(name)) return name
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`
}
