"""Measures the shipped files on postcards that training never saw; prints tables and writes JSON."""

import json

import numpy as np
from tokenizers import Tokenizer

import settings as s
from cards import load_cards, to_pixels
from export_onnx import FOLDER
from write_manifest import IMAGE_FILES, TEXT_FILES, encode_texts, open_session

ALTERED = ("place", "weather", "hour", "season", "subject", "mood", "style", "palette")
SET = 100


def sessions(variant):
    if variant == "fp32":
        return open_session(FOLDER / "text.onnx"), open_session(FOLDER / "picture.onnx")
    return open_session(s.MODEL / TEXT_FILES[variant]), open_session(s.MODEL / IMAGE_FILES[variant])


class Encoder:
    """One variant of the model, as a site would run it."""

    def __init__(self, variant):
        self.text, self.image = sessions(variant)
        self.tokenizer = Tokenizer.from_file(str(s.CACHE / "tokenizer.json"))

    def texts(self, texts):
        """One text at a time, as a query arrives."""
        rows = (encode_texts(self.tokenizer, [text]) for text in texts)
        return np.concatenate([self.text.run(None, {"input_ids": i, "attention_mask": m})[0] for i, m in rows])

    def images(self, pictures):
        parts = np.array_split(pictures, max(1, len(pictures) // 50))
        return np.concatenate([self.image.run(None, {"pixel_values": to_pixels(part)})[0] for part in parts])


def retrieval(queries, answers):
    """Recall at 1 and 5 when row i answers query i."""
    scores = queries @ answers.T
    better = (scores > np.diag(scores)[:, None]).sum(axis=1)
    return {"r1": float((better < 1).mean()), "r5": float((better < 5).mean())}


def over_sets(queries, answers):
    """The mean over disjoint sets of a hundred; the first set, the lowest and the highest stand beside it."""
    sets = [retrieval(queries[i : i + SET], answers[i : i + SET]) for i in range(0, len(queries) - SET + 1, SET)]
    ones = [each["r1"] for each in sets]
    return {
        "r1": float(np.mean(ones)),
        "r5": float(np.mean([each["r5"] for each in sets])),
        "sets": len(sets),
        "r1First": ones[0],
        "r1Lowest": min(ones),
        "r1Highest": max(ones),
    }


def both_ways(text, image):
    return {"textToPicture": over_sets(text, image), "pictureToText": over_sets(image, text)}


def own_texts(cards, language):
    return [texts[language][0] for texts in cards.texts]


def neighbours(embeddings, cards):
    """Share of the ten nearest (mean taken off) that agree in an attribute, beside what chance would give."""
    centred = embeddings - embeddings.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    scores = centred @ centred.T
    np.fill_diagonal(scores, -np.inf)
    nearest = np.argsort(-scores, axis=1)[:, :10]
    table = {}
    kinds = {name: cards.labels(name) for name in s.ATTRIBUTES}
    kinds["place+weather"] = kinds["place"] * 100 + kinds["weather"]
    for attribute, labels in kinds.items():
        same = labels[:, None] == labels[None, :]
        chance = (same.sum() - len(labels)) / (len(labels) * (len(labels) - 1))
        table[attribute] = {"precision10": float(np.mean(labels[nearest] == labels[:, None])), "chance": float(chance)}
    return table


def hard_negatives(encoder):
    """A caption must prefer its own picture to the same scene with one attribute changed."""
    cards = load_cards("altered")
    step = len(ALTERED) + 1
    image = encoder.images(cards.pictures).reshape(-1, step, s.DIMENSIONS)
    text = {name: encoder.texts(own_texts(cards, name)[::step]) for name in ("en", "zh")}
    table = {}
    for index, attribute in enumerate(ALTERED, start=1):
        difference = image[:, 0] - image[:, index]
        wins = [(each * difference).sum(axis=1) > 0 for each in text.values()]
        table[attribute] = float(np.mean(wins))
    return table


def measure():
    unseen, held_out = load_cards("unseen"), load_cards("held-out")
    report, reference = {"variants": {}}, None
    for variant in ("fp32", "fp16", "q8"):
        encoder = Encoder(variant)
        image = encoder.images(unseen.pictures)
        text = {name: encoder.texts(own_texts(unseen, name)) for name in ("en", "zh")}
        entry = {name: both_ways(text[name], image) for name in text}
        entry["englishToChinese"] = over_sets(text["en"], text["zh"])
        reference = reference or (image, text)
        entry["cosineToFp32"] = {
            "image": float((image * reference[0]).sum(1).mean()),
            "text": float(np.mean([(text[name] * reference[1][name]).sum(1).mean() for name in text])),
        }
        report["variants"][variant] = entry
        if variant == "q8":
            report |= measure_more(encoder, image, text, unseen, held_out)
    return report


def measure_more(encoder, image, text, unseen, held_out):
    """What is measured on the int8 files alone."""
    away = encoder.images(held_out.pictures)
    few = slice(0, min(720, len(unseen)))
    cards = type(unseen)(unseen.pictures[few], unseen.scenes[few], unseen.texts[few])
    return {
        "heldOut": {name: both_ways(encoder.texts(own_texts(held_out, name)), away) for name in text},
        "hardNegatives": hard_negatives(encoder),
        "neighbours": {
            "cards": len(cards),
            "image": neighbours(image[few], cards),
            "text-en": neighbours(text["en"][few], cards),
            "text-zh": neighbours(text["zh"][few], cards),
        },
    }


def show(report):
    def line(name, ways):
        t, p = ways["textToPicture"], ways["pictureToText"]
        print(f"{name:<14} text->picture {t['r1']:.3f} / {t['r5']:.3f}   picture->text {p['r1']:.3f} / {p['r5']:.3f}")

    print("R@1 / R@5 among 100 unseen postcards, mean over disjoint sets")
    for variant, entry in report["variants"].items():
        for language in ("en", "zh"):
            line(f"{variant} {language}", entry[language])
        print(f"{variant:<14} English->Chinese {entry['englishToChinese']['r1']:.3f}")
        cosine = entry["cosineToFp32"]
        print(f"{variant:<14} cosine to fp32: image {cosine['image']:.4f}, text {cosine['text']:.4f}")
    for language, ways in report["heldOut"].items():
        line(f"held-out {language}", ways)
    print("\nown picture preferred to the same scene with one attribute changed")
    print("  ".join(f"{name} {value:.2f}" for name, value in report["hardNegatives"].items()))
    print(f"\nprecision@10 per attribute among {report['neighbours']['cards']} unseen postcards (chance)")
    for attribute in (*s.ATTRIBUTES, "place+weather"):
        table = {kind: report["neighbours"][kind][attribute] for kind in ("image", "text-en", "text-zh")}
        cells = "  ".join(f"{kind} {entry['precision10']:.3f}" for kind, entry in table.items())
        print(f"  {attribute:<14} {cells}  ({table['image']['chance']:.3f})")


def main():
    report = measure()
    show(report)
    target = s.CACHE / "evaluation.json"
    target.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
