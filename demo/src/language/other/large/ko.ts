import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: '큰 모음',
  postcards: '엽서',
  lastList: '마지막 목록',
  memory: '메모리',
  memoryHint: '이 페이지와 워커의 JavaScript로, 브라우저가 이따금 측정합니다',
  notTold: '아직 알 수 없음',
  of: (done, all) => `${done} / ${all}`,
  how: '이 엽서들이 만들어지는 방법',
  made: '엽서마다 이 기기에서 하나의 숫자로부터 만들어집니다. 속성, 열두 언어의 글, 그리고 카드가 보일 때 그려지는 그림입니다. 좋아요와 검색이 따르는 것도 말로 만들어집니다. 속성을 나타내는 말에 대한 모델의 벡터를 더하고 약간의 잡음을 섞은 것입니다. 작은 모음과 달리 이를 위해 읽은 그림은 없으므로, 검색은 속성을 찾을 뿐 그림에 담긴 다른 것은 찾지 못합니다.',
  apart: '여기서 한 일은 작은 모음과 따로, 다른 모든 것처럼 이 기기에만 남습니다.',
  another: '다른 수',
  make: '만들기',
  back: '작은 모음으로 돌아가기',
  making: (done, all) => `이 기기에서 엽서를 만드는 중: ${done} / ${all}`,
  stopped: '엽서 만들기를 멈췄습니다.',
  failed: '엽서를 만들지 못했습니다. 이만큼 만들기에는 기기의 메모리가 부족할 수 있습니다.',
  nothingKept: '아무것도 저장되지 않았습니다.',
  after: '그래도 만들기',
  wayIn: (count) => `이 기기에서 만드는 엽서 ${count}장으로 해 보기`,
  wrong: '이 주소는 다른 것을 요청합니다.',
  wrongCount: (given, least, most) =>
    `items=${given}은(는) 엽서의 수가 아닙니다. ${least}부터 ${most}까지의 정수를 구분 기호 없이 쓰세요. 대신 작은 모음을 보여 줍니다.`,
  wrongModel: '큰 모음은 내장 모델로만 만듭니다. model= 또는 items=를 빼세요. 대신 작은 모음을 보여 줍니다.',
  soMany: (count) => `엽서 ${count}장`,
  anew: '전체에서 다시 고르기',
}
