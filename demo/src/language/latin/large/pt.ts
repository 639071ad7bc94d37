import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: 'Uma coleção grande',
  postcards: 'Postais',
  lastList: 'Última lista',
  memory: 'Memória',
  memoryHint: 'JavaScript desta página e dos seus workers, como o navegador o mede de vez em quando',
  notTold: 'ainda não se sabe',
  of: (done, all) => `${done} de ${all}`,
  how: 'Como são feitos estes postais',
  made: 'Cada um nasce de um número, neste dispositivo: os seus atributos, as suas palavras em doze línguas e a sua imagem, desenhada quando o postal aparece. O que os gostos e as pesquisas seguem também é feito de palavras: os vetores do modelo para as palavras dos atributos, somados, com um pouco de ruído. Nenhuma imagem foi lida para isso, ao contrário da coleção pequena; por isso uma pesquisa encontra atributos, e não o mais que uma imagem mostre.',
  apart: 'O que faz aqui fica separado da coleção pequena e, como tudo, só neste dispositivo.',
  another: 'Outro número',
  make: 'Fazê-los',
  back: 'Voltar à coleção pequena',
  making: (done, all) => `Os postais estão a ser feitos neste dispositivo: ${done} de ${all}`,
  stopped: 'A criação de postais foi parada.',
  failed: 'Não foi possível fazer os postais. Talvez o dispositivo tenha pouca memória para tantos.',
  nothingKept: 'Nada disso foi guardado.',
  after: 'Fazê-los mesmo assim',
  wayIn: (count) => `Experimentar com ${count} postais, feitos neste dispositivo`,
  wrong: 'Este endereço pede outra coisa.',
  wrongCount: (given, least, most) =>
    `items=${given} não é um número de postais: use um número inteiro de ${least} a ${most}, sem separadores. Aqui está a coleção pequena em vez disso.`,
  wrongModel:
    'Uma coleção grande só existe para o modelo incluído: retire model= ou items=. Aqui está a coleção pequena em vez disso.',
  soMany: (count) => `${count} postais`,
  anew: 'Escolher de novo entre todos',
}
