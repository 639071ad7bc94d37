import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: 'Una colección grande',
  postcards: 'Postales',
  lastList: 'Última lista',
  memory: 'Memoria',
  memoryHint: 'JavaScript de esta página y de sus workers, según lo mide el navegador de vez en cuando',
  notTold: 'aún no se sabe',
  of: (done, all) => `${done} de ${all}`,
  how: 'Cómo se hacen estas postales',
  made: 'Cada una sale de un número, en este dispositivo: sus atributos, sus palabras en doce idiomas y su imagen, que se dibuja cuando la tarjeta aparece. Lo que siguen los «me gusta» y las búsquedas también está hecho de palabras: los vectores del modelo para las palabras de sus atributos, sumados, con un poco de ruido. No se ha leído ninguna imagen para ello, a diferencia de la colección pequeña; por eso una búsqueda encuentra atributos, y no lo demás que muestre una imagen.',
  apart: 'Lo que hagas aquí queda separado de la colección pequeña y, como todo, solo en este dispositivo.',
  another: 'Otro número',
  make: 'Hacerlas',
  back: 'Volver a la colección pequeña',
  making: (done, all) => `Se hacen postales en este dispositivo: ${done} de ${all}`,
  stopped: 'Se ha dejado de hacer postales.',
  failed: 'No se han podido hacer las postales. Quizá el dispositivo tenga poca memoria para tantas.',
  nothingKept: 'No se ha guardado nada.',
  after: 'Hacerlas de todos modos',
  wayIn: (count) => `Probar con ${count} postales, hechas en este dispositivo`,
  wrong: 'Esta dirección pide otra cosa.',
  wrongCount: (given, least, most) =>
    `items=${given} no es un número de postales: usa un número entero de ${least} a ${most}, sin separadores. Aquí está la colección pequeña en su lugar.`,
  wrongModel:
    'Una colección grande solo existe para el modelo incluido: quita model= o items=. Aquí está la colección pequeña en su lugar.',
  soMany: (count) => `${count} postales`,
  anew: 'Elegir de nuevo entre todas',
}
