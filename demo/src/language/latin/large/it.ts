import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: 'Una grande raccolta',
  postcards: 'Cartoline',
  lastList: 'Ultima lista',
  memory: 'Memoria',
  memoryHint: 'JavaScript di questa pagina e dei suoi worker, come lo misura di tanto in tanto il browser',
  notTold: 'non ancora nota',
  of: (done, all) => `${done} di ${all}`,
  how: 'Come sono fatte queste cartoline',
  made: "Ognuna nasce da un numero, su questo dispositivo: i suoi attributi, le sue parole in dodici lingue e la sua immagine, disegnata quando la cartolina appare. Anche ciò che seguono i «mi piace» e le ricerche è fatto di parole: i vettori del modello per le parole degli attributi, sommati, con un po' di rumore. Per questo non è stata letta alcuna immagine, a differenza della raccolta piccola; una ricerca trova quindi attributi, e non ciò che un'immagine mostra d'altro.",
  apart: 'Ciò che fai qui resta separato dalla raccolta piccola e, come tutto, solo su questo dispositivo.',
  another: 'Un altro numero',
  make: 'Falle',
  back: 'Torna alla raccolta piccola',
  making: (done, all) => `Le cartoline nascono su questo dispositivo: ${done} di ${all}`,
  stopped: 'La creazione delle cartoline è stata fermata.',
  failed: 'Non è stato possibile creare le cartoline. Forse il dispositivo ha poca memoria per così tante.',
  nothingKept: 'Non ne è stato conservato nulla.',
  after: 'Falle comunque',
  wayIn: (count) => `Prova con ${count} cartoline, create su questo dispositivo`,
  wrong: 'Questo indirizzo chiede altro.',
  wrongCount: (given, least, most) =>
    `items=${given} non è un numero di cartoline: usa un numero intero da ${least} a ${most}, senza separatori. Ecco invece la raccolta piccola.`,
  wrongModel:
    'Una grande raccolta esiste solo per il modello incluso: togli model= o items=. Ecco invece la raccolta piccola.',
  soMany: (count) => `${count} cartoline`,
  anew: 'Scegli di nuovo fra tutte',
}
