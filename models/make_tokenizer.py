"""Learns the tokenizer from the training captions: bytes, so that no input in any script can fail."""

import json
import sys

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import settings as s

SPECIAL = ["[PAD]", "[START]", "[END]"]
HAN = "[\u3400-\u9fff]"


def build():
    """Each Chinese character stands alone; everything else is split into words, and those into bytes."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(HAN), "isolated"),
            pre_tokenizers.Split(Regex(r" ?[\p{L}\p{M}]+|[0-9]| +"), "isolated"),
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
    """A sample of the training captions is enough, since the words repeat; names from outside come in more than once."""
    for path in sorted((s.CACHE / "train").glob("*.jsonl"))[:6]:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                card = json.loads(line)
                yield from card["titles"].values()
                for variants in card["texts"].values():
                    yield from variants
    words = json.loads((s.CACHE / "words.json").read_text(encoding="utf-8"))
    for event in words["events"].values():
        yield from list(event.values()) * 20
    yield from names_from_outside()


def names_from_outside():
    """Emoji names and keywords in every language, and the labels of photographs, where there are any."""
    if (s.PACK / "emoji.jsonl").exists():
        for line in (s.PACK / "emoji.jsonl").read_text(encoding="utf-8").splitlines():
            emoji = json.loads(line)
            for language in s.LANGUAGES:
                yield from [emoji["names"][language]] * 12 + emoji["keywords"][language] * 4
    if (s.PACK / "classes.jsonl").exists():
        for line in (s.PACK / "classes.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from [row["label"], row["coarse"] or row["label"]] * 40


def main():
    target = s.CACHE / "tokenizer.json"
    tokenizer = learn(captions())
    tokenizer.save(str(target), pretty=False)
    print(f"tokenizer: {tokenizer.get_vocab_size()} tokens -> {target.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
