"""Learns the tokenizer from the training captions: bytes, so that no input in any script can fail."""

import json
import sys

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import settings as s

SPECIAL = ["[PAD]", "[START]", "[END]"]
HAN = "[\u3400-\u9fff]"


def build():
    """Each Chinese character stands alone; everything else is split as words, then as bytes."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(HAN), "isolated"),
            pre_tokenizers.Split(Regex(" ?[a-z]+|[0-9]| +"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def learn(texts):
    tokenizer = build()
    trainer = trainers.BpeTrainer(
        vocab_size=s.VOCABULARY,
        special_tokens=SPECIAL,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[START] $A [END]",
        pair="[START] $A [END] $B [END]",
        special_tokens=[("[START]", s.START), ("[END]", s.END)],
    )
    return tokenizer


def captions():
    """A sample of the training captions is enough: the words repeat."""
    for path in sorted((s.CACHE / "train").glob("*.jsonl"))[:4]:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                card = json.loads(line)
                yield from card["en"]
                yield from card["zh"]


def main():
    target = s.CACHE / "tokenizer.json"
    tokenizer = learn(captions())
    tokenizer.save(str(target), pretty=False)
    print(f"tokenizer: {tokenizer.get_vocab_size()} tokens -> {target.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
