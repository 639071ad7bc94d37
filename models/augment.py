"""Small changes to pictures and texts, so that another browser's pixels and a person's words still fit."""

import re

import numpy as np
import torch
from torch.nn import functional

import settings as s

CLAUSE = re.compile(r"[^.,:;!?。，：；！？]+")


def shift_and_scale(pictures, side, random):
    """Cuts a slightly random window and samples it at the model's size."""
    count = len(pictures)
    window = random.uniform(s.SMALLEST_WINDOW, 1.0, (count, 2))
    centre = random.uniform(-1, 1, (count, 2)) * (1.02 - window)
    theta = np.zeros((count, 2, 3), np.float32)
    theta[:, 0, 0], theta[:, 1, 1] = window[:, 0], window[:, 1]
    theta[:, :, 2] = centre
    grid = functional.affine_grid(torch.from_numpy(theta), (count, 3, side, side), align_corners=False)
    return functional.grid_sample(pictures, grid, padding_mode="border", align_corners=False)


def change_light(pictures, random):
    """Brightness, contrast and a slight tint for all, blur for a third, noise for a few; in place."""
    count = len(pictures)

    def draw(low, high, channels=1, rows=count):
        return torch.from_numpy(random.uniform(low, high, (rows, channels, 1, 1)).astype(np.float32))

    contrast = draw(0.88, 1.12)
    pictures.mul_(contrast).add_(0.5 - 0.5 * contrast + draw(-0.06, 0.06) + draw(-0.02, 0.02, 3))
    soft = pictures[: count // 3]
    blurred = functional.avg_pool2d(functional.pad(soft, (1, 1, 1, 1), mode="replicate"), 3, 1)
    soft.lerp_(blurred, draw(0, 0.9, 1, len(soft)))
    grain = pictures[-(count // 8) :]
    noise = torch.from_numpy(random.standard_normal(grain.shape, dtype=np.float32))
    grain.add_(noise * draw(0, 0.02, 1, len(grain)))
    return pictures.clamp_(0, 1)


def change_pictures(raw, side, random):
    """uint8 [n, side, side, 3] -> normalised float [n, 3, side, side] in channels-last order."""
    pictures = torch.from_numpy(raw).permute(0, 3, 1, 2).float().div_(255)
    if side < s.IMAGE_SIDE:
        pictures = functional.interpolate(pictures, scale_factor=0.75, mode="bilinear", antialias=True)
    pictures = change_light(shift_and_scale(pictures, side, random), random)
    mean, std = torch.tensor(s.MEAN).view(1, 3, 1, 1), torch.tensor(s.STD).view(1, 3, 1, 1)
    return pictures.sub_(mean).div_(std).contiguous(memory_format=torch.channels_last)


def keep_some_clauses(text, random):
    """A query rarely says everything: keeps some clauses, in any order."""
    clauses = [clause.strip() for clause in CLAUSE.findall(text) if clause.strip()]
    count = int(random.integers(1, len(clauses) + 1))
    return ", ".join(clauses[i] for i in random.permutation(len(clauses))[:count])


def choose_text(texts, random):
    """One wording in one language, now and then with its title or with clauses missing."""
    language = "en" if random.random() < 0.5 else "zh"
    variants = texts[language]
    text = variants[int(random.integers(len(variants)))]
    chance = random.random()
    if chance < s.PARTIAL_TEXTS:
        return keep_some_clauses(text, random)
    if chance < s.PARTIAL_TEXTS + s.TITLED_TEXTS:
        return f"{texts['title'][language]}. {text}"
    return text
