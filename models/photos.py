"""Photographs and emoji from outside, kept as small square views in the cache. Without the folder there are none."""

import hashlib
import io
import json
import sys
import tarfile
from dataclasses import dataclass

import numpy as np
from PIL import Image

import settings as s

FOLDER = s.CACHE / "photos"
SPLIT = s.HERE / "photo-split.json"
UNLABELLED = "caltech-clutter"
WAYS = [Image.BICUBIC, Image.BILINEAR, Image.LANCZOS, Image.HAMMING, Image.BOX]


@dataclass
class Photos:
    views: np.ndarray  # uint8, [photos, 2, side, side, 3]: the whole picture, and a part of it
    rows: list  # {"file", "set", "label", "coarse", "heldOut", "caution"}
    teacher: np.ndarray | None  # float16, [photos, 2, features]
    soft: np.ndarray | None  # float16, [photos, 2, labels]: how likely the teacher holds each label, see soft_labels.py

    def training(self):
        """The rows that may be learnt from."""
        return [i for i, row in enumerate(self.rows) if not row["heldOut"] and not row["caution"]]


    def labels(self):
        """The names of those rows, in order."""
        return sorted({self.rows[i]["label"].lower() for i in self.training() if self.rows[i]["label"]})


def load_photos():
    """None when nothing was prepared."""
    if not (FOLDER / "rows.json").exists():
        return None
    teacher, soft = FOLDER / "teacher.npy", FOLDER / "soft.npy"
    return Photos(
        np.load(FOLDER / "views.npy", mmap_mode="r"),
        json.loads((FOLDER / "rows.json").read_text(encoding="utf-8")),
        np.load(teacher) if teacher.exists() else None,
        np.load(soft) if soft.exists() else None,
    )


def whole_views(photos, chosen):
    """uint8 [chosen, side, side, 3]: whole photographs as the model takes them."""
    side = (s.IMAGE_SIDE, s.IMAGE_SIDE)
    return np.stack([np.asarray(Image.fromarray(photos.views[i, 0]).resize(side, Image.BICUBIC)) for i in chosen])


@dataclass
class Emoji:
    pictures: np.ndarray  # uint8, [emoji, side, side, 4]
    names: list  # {language: [name, keywords ...]}


def on_white(pictures):
    """uint8 [emoji, side, side, 4] -> uint8 [emoji, side, side, 3]"""
    alpha = pictures[:, :, :, 3:].astype(np.float32) / 255
    return (pictures[:, :, :, :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)


def load_emoji():
    if not (FOLDER / "emoji.json").exists():
        return None
    names = json.loads((FOLDER / "emoji.json").read_text(encoding="utf-8"))
    return Emoji(np.load(FOLDER / "emoji.npy"), names)


def read_lines(name):
    return [json.loads(line) for line in (s.PACK / name).read_text(encoding="utf-8").splitlines()]


def hold_out(rows):
    """A fixed share of every class, chosen by the hash of the file's name: never trained on."""
    classes = {}
    for row in rows:
        if row["set"] not in ("emoji", UNLABELLED):
            classes.setdefault(row["file"].rsplit("/", 1)[0], []).append(row["file"])
    chosen = []
    for files in classes.values():
        files.sort(key=lambda file: hashlib.sha256(file.encode()).digest())
        chosen += files[: max(2, round(len(files) * s.HELD_OUT_SHARE))]
    return sorted(chosen)


def read_tars(pattern):
    for path in sorted(s.PACK.glob(pattern)):
        with tarfile.open(path) as tar:
            for member in tar:
                if member.isfile():
                    yield member.name, tar.extractfile(member).read()


def take_views(image, name):
    """The whole picture and a random part, both bent to a square as the model will see them."""
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))
    width, height = image.size
    share = random.uniform(0.55, 0.9, 2)
    left, top = random.uniform(0, 1, 2) * (1 - share) * (width, height)
    part = (left, top, left + share[0] * width, top + share[1] * height)
    side = (s.PHOTO_SIDE, s.PHOTO_SIDE)
    ways = random.permutation(WAYS)[:2].tolist()  # browsers differ in how they scale
    scaled = [image.resize(side, ways[0]), image.resize(side, ways[1], box=part)]
    return np.stack([np.asarray(view) for view in scaled])


def prepare_photos():
    listed = [row for row in read_lines("photos.jsonl") if row["set"] != "emoji"]
    rows = {row["file"]: row for row in listed + read_lines("unlabelled.jsonl")}
    held_out = hold_out(list(rows.values()))
    SPLIT.write_text(json.dumps({"heldOut": held_out}, indent=2) + "\n", encoding="utf-8")
    away, views, kept = set(held_out), [], []
    for pattern in ("photos-*.tar", "unlabelled-*.tar"):
        for name, data in read_tars(pattern):
            row = rows.get(name)
            if row is None:
                continue
            views.append(take_views(Image.open(io.BytesIO(data)).convert("RGB"), name))
            kind = {"set": row.get("set", UNLABELLED), "label": row.get("label"), "coarse": row.get("coarse")}
            kept.append({"file": name, **kind, "heldOut": name in away, "caution": "caution" in row})
    np.save(FOLDER / "views.npy", np.stack(views))
    (FOLDER / "rows.json").write_text(json.dumps(kept), encoding="utf-8")
    print(f"photographs: {len(kept)}, {len(held_out)} held out", file=sys.stderr)


def prepare_emoji():
    rows = {row["file"]: row for row in read_lines("emoji.jsonl") if row["split"] == "train"}
    pictures, names = [], []
    for name, data in read_tars("emoji-*.tar"):
        if name in rows:
            image = Image.open(io.BytesIO(data)).convert("RGBA").resize((s.STORED_SIDE, s.STORED_SIDE), Image.BICUBIC)
            pictures.append(np.asarray(image))
            row = rows[name]
            names.append({code: [row["names"][code], *row["keywords"][code]] for code in s.LANGUAGES})
    np.save(FOLDER / "emoji.npy", np.stack(pictures))
    (FOLDER / "emoji.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    print(f"emoji: {len(names)}", file=sys.stderr)


def main():
    if (FOLDER / "emoji.json").exists():
        return
    if not (s.PACK / "photos.jsonl").exists():
        print("no photographs: the recipe goes on with postcards alone (LOCAVORE_PACK names the folder)", file=sys.stderr)
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare_photos()
    prepare_emoji()


if __name__ == "__main__":
    main()
