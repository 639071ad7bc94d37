import { de } from './latin/de.js'
import { en } from './latin/en.js'
import { es } from './latin/es.js'
import { fr } from './latin/fr.js'
import { it } from './latin/it.js'
import { pt } from './latin/pt.js'
import { ar } from './other/ar.js'
import { hi } from './other/hi.js'
import { ja } from './other/ja.js'
import { ko } from './other/ko.js'
import { ru } from './other/ru.js'
import { zh } from './other/zh.js'
import type { SentenceTemplates } from './sentence-templates.js'

/** Languages in which reasons are said, as ISO 639-1 codes. */
export const SENTENCE_LANGUAGES = ['en', 'zh', 'es', 'fr', 'de', 'pt', 'it', 'ru', 'ja', 'ko', 'ar', 'hi'] as const

export type SentenceLanguage = (typeof SENTENCE_LANGUAGES)[number]

export const SENTENCES: Readonly<Record<SentenceLanguage, SentenceTemplates>> = {
  en,
  zh,
  es,
  fr,
  de,
  pt,
  it,
  ru,
  ja,
  ko,
  ar,
  hi,
}
