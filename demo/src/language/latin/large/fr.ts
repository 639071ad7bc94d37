import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: 'Une grande collection',
  postcards: 'Cartes postales',
  lastList: 'Dernière liste',
  memory: 'Mémoire',
  memoryHint: 'JavaScript de cette page et de ses workers, tel que le navigateur le mesure de temps en temps',
  notTold: 'pas encore connue',
  of: (done, all) => `${done} sur ${all}`,
  how: 'Comment ces cartes sont faites',
  made: "Chacune vient d'un nombre, sur cet appareil : ses attributs, ses mots en douze langues et son image, dessinée quand la carte apparaît. Ce que suivent les « j'aime » et les recherches est fait de mots aussi : les vecteurs du modèle pour les mots de ses attributs, additionnés, avec un peu de bruit. Aucune image n'a été lue pour cela, contrairement à la petite collection ; une recherche trouve donc des attributs, et non ce qu'une image montre d'autre.",
  apart:
    'Ce que vous faites ici reste séparé de la petite collection et, comme tout le reste, sur cet appareil seulement.',
  another: 'Un autre nombre',
  make: 'Les faire',
  back: 'Revenir à la petite collection',
  making: (done, all) => `Des cartes se font sur cet appareil : ${done} sur ${all}`,
  stopped: 'La fabrication des cartes a été arrêtée.',
  failed: "Les cartes n'ont pas pu être faites. L'appareil a peut-être trop peu de mémoire pour un si grand nombre.",
  nothingKept: "Rien n'en a été gardé.",
  after: 'Les faire quand même',
  wayIn: (count) => `Essayer avec ${count} cartes, faites sur cet appareil`,
  wrong: 'Cette adresse demande autre chose.',
  wrongCount: (given, least, most) =>
    `items=${given} n'est pas un nombre de cartes : il faut un nombre entier de ${least} à ${most}, sans séparateur. Voici la petite collection à la place.`,
  wrongModel:
    "Une grande collection n'existe que pour le modèle intégré : enlevez model= ou items=. Voici la petite collection à la place.",
  soMany: (count) => `${count} cartes`,
  anew: 'Choisir à nouveau parmi toutes',
}
