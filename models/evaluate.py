"""Measures the files of every variant on what training never saw; prints tables and writes JSON.

`pnpm eval:nano` measures the shipped files in the browser's runtime; this tells what quantisation costs, and how a run goes.
"""

import json
import sys

import numpy as np
from tokenizers import Tokenizer

import settings as s
from cards import attribute_values, load_cards, to_pixels, words
from export_onnx import FOLDER
from feed import with_article
from mel import windows
from photos import load_emoji, load_photos, on_white, whole_views
from sounds import load_sounds
from write_manifest import AUDIO_FILES, IMAGE_FILES, TEXT_FILES, encode_texts, open_session

SET = 100


def sessions(variant):
    if variant == "fp32":
        return [open_session(FOLDER / f"{name}.onnx") for name in ("text", "picture", "sound")]
    return [open_session(s.MODEL / files[variant]) for files in (TEXT_FILES, IMAGE_FILES, AUDIO_FILES)]


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9)


class Encoder:
    """One variant of the model, as a site would run it."""

    def __init__(self, variant):
        self.text, self.image, self.audio = sessions(variant)
        self.tokenizer = Tokenizer.from_file(str(s.CACHE / "tokenizer.json"))

    def texts(self, texts):
        """One text at a time, as a query arrives."""
        rows = (encode_texts(self.tokenizer, [text]) for text in texts)
        return np.concatenate([self.text.run(None, {"input_ids": i, "attention_mask": m})[0] for i, m in rows])

    def images(self, pictures, output=0):
        parts = np.array_split(pictures, max(1, len(pictures) // 50))
        return np.concatenate([self.image.run(None, {"pixel_values": to_pixels(part)})[output] for part in parts])

    def sounds(self, sounds):
        return np.stack([self.sound(sounds.samples(i)) for i in range(len(sounds))])

    def sound(self, samples):
        vectors = [self.audio.run(None, {"input_features": window[None]})[0][0] for window in windows(samples)]
        return unit(np.mean(vectors, axis=0))


def recall(queries, answers, depth):
    """Share of queries whose own answer is among the first `depth`."""
    scores = queries @ answers.T
    better = (scores > np.diag(scores)[:, None]).sum(axis=1)
    return float((better < depth).mean())


def over_sets(queries, answers, depth=1):
    """The mean over disjoint sets of a hundred."""
    count = min(len(queries), len(answers))
    starts = range(0, count - SET + 1, SET)
    return float(np.mean([recall(queries[i : i + SET], answers[i : i + SET], depth) for i in starts]))


def own_texts(cards, language):
    return [texts[language][0] for texts in cards.texts]


def measure_postcards(encoder, cards, image):
    table = {}
    for language in s.LANGUAGES if len(cards) >= 1000 else ("en", "zh"):
        text = encoder.texts(own_texts(cards, language)[:500])
        table[language] = over_sets(text, image[:500])
        if language == "en":
            table["pictureToText"] = over_sets(image[:500], text)
            for cut in s.CUTS[1:]:
                table[f"first{cut}"] = over_sets(unit(text[:, :cut]), unit(image[:500, :cut]))
    return table


def measure_sounds(encoder, cards):
    sounds = load_sounds("unseen-sounds")
    text, heard = encoder.texts(own_texts(cards, "en")[: len(sounds)]), encoder.sounds(sounds)
    return {"textToSoundR5": over_sets(text, heard, 5), "soundToTextR5": over_sets(heard, text, 5)}


def measure_names(encoder, cards, image):
    """Zero-shot: the first word for each attribute's value, and how often the right one is nearest."""
    table = {}
    for attribute in s.NAMED:
        values = words()["attributes"]["en"][attribute]
        prompts = encoder.texts([values[value][0] for value in attribute_values()[attribute]])
        table[attribute] = float(((image @ prompts.T).argmax(1) == cards.labels(attribute)).mean())
    return table


def measure_boxes(encoder, cards):
    """How often the patch that fits the subject's name best lies in its box, and how large the boxes are."""
    few, grid = 300, s.GRID
    values = words()["attributes"]["en"]["subject"]
    query = encoder.texts([values[scene["subject"]][0] for scene in cards.scenes[:few]])
    patches = encoder.images(cards.pictures[:few], 1)
    peak = (patches @ query[:, :, None])[:, :, 0].argmax(1)
    x, y = (peak % grid + 0.5) / grid, (peak // grid + 0.5) / grid
    left, top, right, bottom = cards.boxes[:few].T
    hit = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    return {"pointing": float(hit.mean()), "chance": float(((right - left) * (bottom - top)).mean())}


def zero_shot(encoder, vectors, labels):
    names = sorted(set(labels))
    prompts = unit(encoder.texts(names) + encoder.texts([f"a photo of {with_article(name)}" for name in names]))
    return float(np.mean([names[i] == label for i, label in zip((vectors @ prompts.T).argmax(1), labels)]))


def measure_photos(encoder):
    photos = load_photos()
    if photos is None:
        return {}
    away = [i for i, row in enumerate(photos.rows) if row["heldOut"]]
    vectors, rows = encoder.images(whole_views(photos, away)), [photos.rows[i] for i in away]
    table = {}
    for name in ("caltech101", "clothing", "grocery"):
        chosen = [i for i, row in enumerate(rows) if row["set"] == name]
        table[name] = zero_shot(encoder, vectors[chosen], [rows[i]["label"].lower() for i in chosen])
    known = [i for i, row in enumerate(rows) if row["set"] == "caltech101" and not row["caution"]]
    table["caltech101 without caution"] = zero_shot(encoder, vectors[known], [rows[i]["label"].lower() for i in known])
    coarse = [i for i, row in enumerate(rows) if row["set"] == "grocery"]
    table["grocery coarse"] = zero_shot(encoder, vectors[coarse], [rows[i]["coarse"].lower() for i in coarse])
    return table


def measure_emoji(encoder):
    emoji = load_emoji()
    if emoji is None:
        return {}
    image = encoder.images(on_white(emoji.pictures))
    names = {code: encoder.texts([each[code][0] for each in emoji.names]) for code in ("en", "zh")}
    return {f"{code} R@10": recall(text, image, 10) for code, text in names.items()}


def measure_variant(variant, reference):
    encoder, cards = Encoder(variant), load_cards("unseen", 500)
    made = {"image": encoder.images(cards.pictures), "text": encoder.texts(own_texts(cards, "en"))}
    sounds = load_sounds("unseen-sounds", 100)
    made["sound"] = encoder.sounds(sounds)
    reference = reference or made
    cosine = {name: float((made[name] * reference[name]).sum(1).mean()) for name in made}
    return {"textToPictureR1": over_sets(made["text"], made["image"]), "cosineToFp32": cosine}, reference


def measure(variant):
    encoder, cards, held_out = Encoder(variant), load_cards("unseen"), load_cards("held-out")
    image = encoder.images(cards.pictures)
    return {
        "postcards": measure_postcards(encoder, cards, image),
        "unseen combinations": measure_postcards(encoder, held_out, encoder.images(held_out.pictures)),
        "sounds": measure_sounds(encoder, cards),
        "names": measure_names(encoder, cards, image),
        "boxes": measure_boxes(encoder, cards),
        "photos": measure_photos(encoder),
        "emoji": measure_emoji(encoder),
    }


def show(name, table):
    print(f"{name}: " + "  ".join(f"{key} {value:.3f}" for key, value in table.items()))


def main():
    report, reference = {"variants": {}}, None
    only = sys.argv[1] if len(sys.argv) > 1 else None  # a variant: its figures alone, while a run goes on
    for variant in () if only else ("fp32", "fp16", "q8"):
        entry, reference = measure_variant(variant, reference)
        report["variants"][variant] = entry
        show(variant, {"R@1": entry["textToPictureR1"], **entry["cosineToFp32"]})
    report |= measure(only or "q8")
    for name, table in report.items():
        if name != "variants":
            show(name, table)
    (s.CACHE / "evaluation.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
