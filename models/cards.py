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
    texts: list  # {language: [wordings]}; the first wording is the card's own
    titles: list  # {language: title}
    boxes: np.ndarray  # float32, [cards, 4]: left, top, right, bottom of the subject, 0 to 1

    def __len__(self):
        return len(self.scenes)

    def labels(self, attribute):
        names = attribute_values()[attribute]
        return np.array([names.index(scene[attribute]) for scene in self.scenes])


@cache
def attribute_values():
    """Every attribute with its values, as the generator listed them."""
    return json.loads((s.CACHE / "attributes.json").read_text())


@cache
def words():
    """Languages, the words for every event and for every attribute's value, as the generator listed them."""
    return json.loads((s.CACHE / "words.json").read_text(encoding="utf-8"))


def read_shards(name, limit=None):
    """Pictures and lines of a set of pictures; shards are read in order, up to `limit` lines."""
    pictures, lines = [], []
    for path in sorted((s.CACHE / name).glob("*.jsonl")):
        if limit is not None and len(lines) >= limit:
            break
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        raw = np.fromfile(path.with_suffix(".raw"), dtype=np.uint8)
        side = int(round((raw.size / len(rows) / 3) ** 0.5))
        pictures.append(raw.reshape(len(rows), side, side, 3))
        lines += rows
    if not pictures:
        raise FileNotFoundError(f"no postcards in {name}: run render.mjs first")
    return np.concatenate(pictures)[:limit], lines[:limit]


def load_cards(name, limit=None):
    """`train`, `unseen` or `held-out`."""
    pictures, lines = read_shards(name, limit)
    texts, titles = [line["texts"] for line in lines], [line["titles"] for line in lines]
    boxes = np.array([line["box"] for line in lines], np.float32)
    return Cards(pictures, [line["scene"] for line in lines], texts, titles, boxes)


def to_pixels(pictures):
    """uint8 [n, side, side, 3] -> normalised float32 [n, 3, 112, 112], cutting the middle of larger ones."""
    edge = (pictures.shape[1] - s.IMAGE_SIDE) // 2
    cut = pictures[:, edge : edge + s.IMAGE_SIDE, edge : edge + s.IMAGE_SIDE]
    scaled = (cut.astype(np.float32) / 255 - np.array(s.MEAN, np.float32)) / np.array(s.STD, np.float32)
    return np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))
