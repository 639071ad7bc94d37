import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: 'Eine große Sammlung',
  postcards: 'Postkarten',
  lastList: 'Letzte Liste',
  memory: 'Speicher',
  memoryHint: 'JavaScript dieser Seite und ihrer Worker, wie es der Browser hin und wieder misst',
  notTold: 'noch nicht bekannt',
  of: (done, all) => `${done} von ${all}`,
  how: 'Wie diese Postkarten entstehen',
  made: 'Jede entsteht aus einer Zahl, auf diesem Gerät: ihre Merkmale, ihre Worte in zwölf Sprachen und ihr Bild, das gezeichnet wird, sobald die Karte in Sicht kommt. Auch wonach sich „Gefällt mir“ und Suche richten, ist aus Worten gemacht: die Vektoren des Modells für die Worte der Merkmale, zusammengezählt, mit etwas Rauschen. Anders als bei der kleinen Sammlung wurde dafür kein Bild gelesen; eine Suche findet also Merkmale, und nicht, was ein Bild sonst noch zeigt.',
  apart: 'Was hier geschieht, bleibt von der kleinen Sammlung getrennt und wie alles nur auf diesem Gerät.',
  another: 'Eine andere Zahl',
  make: 'Herstellen',
  back: 'Zurück zur kleinen Sammlung',
  making: (done, all) => `Postkarten entstehen auf diesem Gerät: ${done} von ${all}`,
  stopped: 'Das Herstellen der Postkarten wurde angehalten.',
  failed: 'Die Postkarten konnten nicht hergestellt werden. Vielleicht hat das Gerät zu wenig Speicher für so viele.',
  nothingKept: 'Nichts davon wurde behalten.',
  after: 'Doch herstellen',
  wayIn: (count) => `Mit ${count} Postkarten ausprobieren, auf diesem Gerät hergestellt`,
  wrong: 'Diese Adresse verlangt etwas anderes.',
  wrongCount: (given, least, most) =>
    `items=${given} ist keine Anzahl von Postkarten: eine ganze Zahl von ${least} bis ${most}, ohne Trennzeichen. Hier steht stattdessen die kleine Sammlung.`,
  wrongModel:
    'Eine große Sammlung gibt es nur für das eingebaute Modell: model= oder items= weglassen. Hier steht stattdessen die kleine Sammlung.',
  soMany: (count) => `${count} Postkarten`,
  anew: 'Neu aus allen wählen',
}
