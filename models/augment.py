"""Small changes to pictures, sounds and texts, so that another browser's pixels and a person's words still fit."""

import re

import numpy as np
import torch
from torch.nn import functional

import settings as s
from mel import log_mel, samples_for

CLAUSE = re.compile(r"[^.,:;!?。，：；！？]+")


def draw_windows(count, smallest, flipped, random):
    """Affine maps [n, 2, 3] from the new picture to the old, both from -1 to 1."""
    window = random.uniform(smallest, 1.0, (count, 2))
    theta = np.zeros((count, 2, 3), np.float32)
    theta[:, :, 2] = random.uniform(-1, 1, (count, 2)) * (1.02 - window)
    mirror = np.where(flipped & (random.random(count) < 0.5), -1.0, 1.0)
    theta[:, 0, 0], theta[:, 1, 1] = window[:, 0] * mirror, window[:, 1]
    return theta


def change_light(pictures, random, strength):
    """Brightness, contrast and a tint for all, blur for a third, sharpening for another, noise for a few; in place."""
    count = len(pictures)

    def draw(low, high, channels=1, rows=count):
        return torch.from_numpy(random.uniform(low, high, (rows, channels, 1, 1)).astype(np.float32))

    contrast = draw(1 - 0.12 * strength, 1 + 0.12 * strength)
    lift = draw(-0.06 * strength, 0.06 * strength) + draw(-0.02 * strength, 0.02 * strength, 3)
    pictures.mul_(contrast).add_(0.5 - 0.5 * contrast + lift)
    third = count // 3
    changed = pictures[: 2 * third]
    blurred = functional.avg_pool2d(functional.pad(changed, (1, 1, 1, 1), mode="replicate"), 3, 1)
    changed.lerp_(blurred, torch.cat([draw(0, 0.9, 1, third), draw(-0.9, 0, 1, third)]))
    grain = pictures[-max(1, count // 8) :]
    noise = torch.from_numpy(random.standard_normal(grain.shape, dtype=np.float32))
    grain.add_(noise * draw(0, 0.02, 1, len(grain)))
    return pictures.clamp_(0, 1)


def change_pictures(raw, side, random, smallest=s.SMALLEST_WINDOW, flipped=False, strength=1.0):
    """uint8 [n, side, side, 3] -> normalised float [n, 3, side, side], and the windows that were cut."""
    pictures = torch.from_numpy(raw).permute(0, 3, 1, 2).float().div_(255)
    if side < s.IMAGE_SIDE:
        pictures = functional.interpolate(pictures, scale_factor=0.625, mode="bilinear", antialias=True)
    theta = draw_windows(len(raw), smallest, flipped, random)
    grid = functional.affine_grid(torch.from_numpy(theta), (len(raw), 3, side, side), align_corners=False)
    cut = functional.grid_sample(pictures, grid, padding_mode="border", align_corners=False)
    mean, std = torch.tensor(s.MEAN).view(1, 3, 1, 1), torch.tensor(s.STD).view(1, 3, 1, 1)
    return change_light(cut, random, strength).sub_(mean).div_(std), theta


def inside_boxes(boxes, theta, grid):
    """[n, grid * grid] booleans: the patches whose middle lies in the box, seen through the window."""
    middles = (np.arange(grid) + 0.5) / grid * 2 - 1
    x = middles[None, :] * theta[:, 0, 0, None] + theta[:, 0, 2, None]
    y = middles[None, :] * theta[:, 1, 1, None] + theta[:, 1, 2, None]
    left, top, right, bottom = (boxes[:, i, None] * 2 - 1 for i in range(4))
    across, down = (x >= left) & (x <= right), (y >= top) & (y <= bottom)
    return (down[:, :, None] & across[:, None, :]).reshape(len(boxes), -1)


def background(random, clutter, side):
    """Plain white, one colour, a slope between two, or a part of a picture of nothing in particular."""
    kind = random.random()
    if kind < 0.4:
        return np.full((side, side, 3), 255, np.float32)
    first, second = random.integers(0, 256, (2, 3)).astype(np.float32)
    if kind < 0.6 or clutter is None:
        return np.broadcast_to(first, (side, side, 3))
    if kind < 0.75:
        share = np.linspace(0, 1, side, dtype=np.float32)[:, None, None]
        return np.broadcast_to(first * share + second * (1 - share), (side, side, 3))
    return clutter[int(random.integers(len(clutter)))].astype(np.float32)


def place_emoji(pictures, clutter, random):
    """uint8 [n, side, side, 4] -> uint8 [n, side, side, 3] on backgrounds of many kinds, some smaller than the whole."""
    side, placed = pictures.shape[1], []
    for picture in pictures:
        kept = int(side * random.uniform(0.55, 1.0)) if random.random() < 0.5 else side
        chosen = np.linspace(0, side - 1, kept).round().astype(int)
        small = picture[np.ix_(chosen, chosen)].astype(np.float32)
        canvas = np.array(background(random, clutter, side))
        top, left = random.integers(0, side - kept + 1, 2)
        part, alpha = canvas[top : top + kept, left : left + kept], small[:, :, 3:] / 255
        canvas[top : top + kept, left : left + kept] = part * (1 - alpha) + small[:, :, :3] * alpha
        placed.append(canvas.astype(np.uint8))
    return np.stack(placed)


def cut_sound(samples, frames, random):
    """A part of a loop as logarithmic mel bands [1, frames, bands], with some noise, another balance, and now and then an
    end of filling; its start in seconds, and how many of its frames are sound."""
    start = int(random.integers(len(samples)))
    part = np.take(samples, np.arange(start, start + samples_for(frames)), mode="wrap")
    if random.random() < 0.3:
        part = part + random.standard_normal(len(part), dtype=np.float32) * 10 ** random.uniform(-3.2, -2)
    mel = log_mel(part) + np.linspace(-1, 1, s.MEL_BANDS, dtype=np.float32) * random.uniform(-0.4, 0.4)
    filled = int(random.integers(1, 7)) * s.FRAMES_PER_STEP if random.random() < s.PADDED_SOUNDS else 0
    mel[frames - filled :] = np.log(s.LOG_OFFSET)
    return mel[None].astype(np.float32), start / s.SAMPLE_RATE, frames - filled


def keep_some_clauses(text, random):
    """A query rarely says everything: keeps some clauses, in any order."""
    clauses = [clause.strip() for clause in CLAUSE.findall(text) if clause.strip()]
    count = int(random.integers(1, len(clauses) + 1))
    return ", ".join(clauses[i] for i in random.permutation(len(clauses))[:count])


def choose_language(random):
    return s.LANGUAGES[int(random.choice(len(s.LANGUAGES), p=s.LANGUAGE_SHARES))]


def choose_text(texts, titles, language, random):
    """One wording in one language, now and then with its title or with clauses missing."""
    variants = texts[language]
    text = variants[int(random.integers(len(variants)))]
    chance = random.random()
    if chance < s.PARTIAL_TEXTS:
        return keep_some_clauses(text, random)
    if chance < s.PARTIAL_TEXTS + s.TITLED_TEXTS:
        return f"{titles[language]}. {text}"
    return text
