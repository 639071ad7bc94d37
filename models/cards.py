"""Reads rendered postcards from the cache."""

import json
from dataclasses import dataclass

import numpy as np

import settings as s


@dataclass
class Cards:
    pictures: np.ndarray  # uint8, [cards, side, side, 3]
    scenes: list
    texts: list  # one {"en": [variants], "zh": [variants]} per card

    def __len__(self):
        return len(self.scenes)

    def labels(self, attribute):
        names = s.ATTRIBUTES[attribute]
        return np.array([names.index(scene[attribute]) for scene in self.scenes])


def load_cards(name, limit=None):
    """`train`, `unseen` or `held-out`; shards are read in order, up to `limit` cards."""
    pictures, scenes, texts, count = [], [], [], 0
    for path in sorted((s.CACHE / name).glob("*.jsonl")):
        if limit is not None and count >= limit:
            break
        cards = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        raw = np.fromfile(path.with_suffix(".rgb"), dtype=np.uint8)
        side = int(round((raw.size / len(cards) / 3) ** 0.5))
        pictures.append(raw.reshape(len(cards), side, side, 3))
        scenes += [card["scene"] for card in cards]
        texts += [{"en": card["en"], "zh": card["zh"]} for card in cards]
        count += len(cards)
    if not pictures:
        raise FileNotFoundError(f"no postcards in {name}: run render.mjs first")
    return Cards(np.concatenate(pictures)[:limit], scenes[:limit], texts[:limit])


def to_pixels(pictures):
    """uint8 [n, side, side, 3] -> normalised float32 [n, 3, 96, 96], cutting the middle of larger ones."""
    edge = (pictures.shape[1] - s.IMAGE_SIDE) // 2
    cut = pictures[:, edge : edge + s.IMAGE_SIDE, edge : edge + s.IMAGE_SIDE]
    scaled = (cut.astype(np.float32) / 255 - np.array(s.MEAN, np.float32)) / np.array(s.STD, np.float32)
    return np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))


def attribute_names(scenes):
    return {key: sorted({scene[key] for scene in scenes}) for key in scenes[0] if key != "seed"}
