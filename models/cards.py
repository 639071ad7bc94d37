"""Reads rendered postcards from the cache."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np

import settings as s


@dataclass
class Cards:
    pictures: np.ndarray  # uint8, [cards, side, side, 3]
    scenes: list
    texts: list  # {"en": [variants], "zh": [variants], "title": {...}}; the first variant is the card's own

    def __len__(self):
        return len(self.scenes)

    def labels(self, attribute):
        names = attribute_values()[attribute]
        return np.array([names.index(scene[attribute]) for scene in self.scenes])


@cache
def attribute_values():
    """Every attribute with its values, as the generator listed them."""
    return json.loads((s.CACHE / "attributes.json").read_text())


def load_cards(name, limit=None):
    """`train`, `unseen`, `held-out` or `altered`; shards are read in order, up to `limit` cards."""
    pictures, scenes, texts, count = [], [], [], 0
    for path in sorted((s.CACHE / name).glob("*.jsonl")):
        if limit is not None and count >= limit:
            break
        cards = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        raw = np.fromfile(path.with_suffix(".rgb"), dtype=np.uint8)
        side = int(round((raw.size / len(cards) / 3) ** 0.5))
        pictures.append(raw.reshape(len(cards), side, side, 3))
        scenes += [card["scene"] for card in cards]
        texts += [{key: card[key] for key in ("en", "zh", "title")} for card in cards]
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
