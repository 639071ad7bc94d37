"""Reads rendered sounds from the cache, and recordings from outside."""

import json
import wave
from dataclasses import dataclass

import numpy as np

import settings as s


@dataclass
class Sounds:
    raw: list  # int16 [samples] each, at SAMPLE_RATE
    scenes: list
    events: list  # [{"name", "seconds"}] each

    def __len__(self):
        return len(self.raw)

    def samples(self, index):
        return self.raw[index].astype(np.float32) / 32767


def load_sounds(name, limit=None):
    """`train-sounds` or `unseen-sounds`; the n-th belongs to the n-th card of `train` or `unseen`."""
    raw, scenes, events = [], [], []
    for path in sorted((s.CACHE / name).glob("*.jsonl")):
        if limit is not None and len(raw) >= limit:
            break
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        whole = np.fromfile(path.with_suffix(".raw"), dtype="<i2")
        raw += np.split(whole, np.cumsum([row["samples"] for row in rows])[:-1])
        scenes += [row["scene"] for row in rows]
        events += [row["events"] for row in rows]
    return Sounds(raw[:limit], scenes[:limit], events[:limit])


def load_recordings():
    """Recordings of the pack with their labels; empty lists without it."""
    listing = s.PACK / "audio.jsonl"
    if not listing.exists():
        return [], []
    rows = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if "caution" not in row and row["split"] == "train"]
    raw = []
    for row in rows:
        with wave.open(str(s.PACK / row["file"])) as file:
            raw.append(np.frombuffer(file.readframes(file.getnframes()), "<i2"))
    return raw, [row["label"] for row in rows]
