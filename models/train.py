"""Trains both towers from random weights. Resumes from the last checkpoint; prints one line now and then."""

import math
import os
import time

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

import settings as s
from augment import change_pictures, choose_text
from cards import attribute_values, load_cards
from towers import PictureTower, TextTower, count
from write_manifest import encode_texts

CHECKPOINT = s.CACHE / "checkpoint.pt"


class Pair(nn.Module):
    """Both towers, the temperature, and the attribute heads that are dropped at export."""

    def __init__(self):
        super().__init__()
        self.picture, self.text = PictureTower(), TextTower()
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        sizes = [len(attribute_values()[name]) for name in s.ATTRIBUTES]
        self.picture_heads = nn.ModuleList(nn.Linear(s.DIMENSIONS, size) for size in sizes)
        self.text_heads = nn.ModuleList(nn.Linear(s.DIMENSIONS, size) for size in sizes)


def contrast(image, text, scale):
    """Symmetric InfoNCE: each picture finds its text, each text its picture."""
    logits = scale * image @ text.t()
    target = torch.arange(len(image))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.t(), target)) / 2


def name_attributes(heads, embeddings, labels):
    """Cross-entropy of guessing each attribute from an embedding, summed over the attributes."""
    losses = [functional.cross_entropy(head(embeddings * 10), label) for head, label in zip(heads, labels)]
    return sum(losses)


def likeness(labels):
    """Cosines that would place postcards by what they share alone: a kernel of shared attributes, centred."""
    shared = sum(s.ALIKE[name] * (label[:, None] == label) for name, label in zip(s.ATTRIBUTES, labels))
    centred = shared - shared.mean(0, keepdim=True) - shared.mean(1, keepdim=True) + shared.mean()
    length = centred.diagonal().sqrt()
    return centred / (length[:, None] * length)


def draw_together(embeddings, wanted):
    """Mean squared distance between the cosines there are, mean taken off, and those wanted."""
    centred = functional.normalize(embeddings - embeddings.mean(0), dim=1)
    difference = centred @ centred.t() - wanted
    return (difference * difference).mean()


def schedule(step):
    """Cosine with a warm-up; then once more, lower, while the neighbourhoods settle."""
    rate, first, steps = s.LEARNING_RATE, 0, s.MAIN_STEPS
    if step >= s.MAIN_STEPS:
        rate, first, steps = s.SETTLE_RATE, s.MAIN_STEPS, s.SETTLE_STEPS
    warm = min(1.0, (step - first + 1) / s.WARM_UP)
    return rate * warm * (0.5 + 0.5 * math.cos(math.pi * (step - first) / steps)) + 1e-6


def make_optimiser(pair):
    decayed = [p for n, p in pair.named_parameters() if p.ndim > 1 and "words" not in n and "positions" not in n]
    chosen = {id(p) for p in decayed}
    plain = [p for p in pair.parameters() if id(p) not in chosen]
    groups = [{"params": decayed, "weight_decay": s.WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=s.LEARNING_RATE, betas=(0.9, 0.98))


class Feed:
    """Batches that depend on the seed and the step alone, so a resumed run sees what it would have seen."""

    def __init__(self):
        self.cards = load_cards("train")
        self.labels = [torch.from_numpy(self.cards.labels(name)) for name in s.ATTRIBUTES]
        self.tokenizer = Tokenizer.from_file(str(s.CACHE / "tokenizer.json"))

    def batch(self, step):
        random = np.random.default_rng([s.SEED, step])
        side = s.EARLY_SIDE if step < s.EARLY_STEPS else s.IMAGE_SIDE
        per_epoch = max(1, len(self.cards) // s.BATCH)
        order = np.random.default_rng([s.SEED, 1, step // per_epoch]).permutation(len(self.cards))
        start = step % per_epoch * s.BATCH
        chosen = order[start : start + s.BATCH]
        ids, mask = encode_texts(self.tokenizer, [choose_text(self.cards.texts[i], random) for i in chosen])
        pictures = change_pictures(self.cards.pictures[chosen], side, random)
        return pictures, torch.from_numpy(ids), torch.from_numpy(mask), [label[chosen] for label in self.labels]


def take_step(pair, optimiser, batch, settling):
    pictures, ids, mask, labels = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        image, text = pair.picture(pictures), pair.text(ids, mask)
    scale = pair.log_scale.clamp(max=math.log(100)).exp()
    contrastive = contrast(image, text, scale)
    seen = name_attributes(pair.picture_heads, image, labels)
    read = name_attributes(pair.text_heads, text, labels)
    loss = contrastive + s.ATTRIBUTE_WEIGHT * (seen + read)
    if settling:
        wanted = likeness(labels)
        loss = loss + s.ALIKE_WEIGHT * (draw_together(image, wanted) + draw_together(text, wanted))
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(pair.parameters(), 1.0)
    optimiser.step()
    return contrastive.item(), seen.item(), read.item(), scale.item()


def save(step, pair, average, optimiser):
    """Written beside and renamed, so that an interruption never leaves half a file."""
    state = {"step": step, "pair": pair.state_dict(), "average": average.state_dict()}
    state["optimiser"] = optimiser.state_dict()
    state["picture_average"] = average.module.picture.state_dict()
    state["text_average"] = average.module.text.state_dict()
    partial = CHECKPOINT.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, CHECKPOINT)


def resume(pair, average, optimiser):
    if not CHECKPOINT.exists():
        return 0
    state = torch.load(CHECKPOINT, map_location="cpu", weights_only=True)
    pair.load_state_dict(state["pair"])
    average.load_state_dict(state["average"])
    optimiser.load_state_dict(state["optimiser"])
    print(f"resuming at step {state['step']}", flush=True)
    return state["step"]


def prepare():
    torch.manual_seed(s.SEED)
    torch.set_num_threads(int(os.environ.get("LOCAVORE_THREADS", 2)))
    pair = Pair().to(memory_format=torch.channels_last).train()
    average = AveragedModel(pair, multi_avg_fn=get_ema_multi_avg_fn(s.AVERAGE), use_buffers=True)
    print(f"picture tower {count(pair.picture):,} weights, text tower {count(pair.text):,}", flush=True)
    return pair, average, make_optimiser(pair)


def report(step, means, rate):
    contrastive, seen, read, scale = means
    guesses = f"attributes: picture {seen:.2f} text {read:.2f}"
    print(f"step {step} contrast {contrastive:.3f} {guesses} scale {scale:.1f} {rate:.0f}/s", flush=True)


def train():
    pair, average, optimiser = prepare()
    first = resume(pair, average, optimiser)
    if first >= s.STEPS:
        return
    feed, started, sums = Feed(), time.time(), np.zeros(4)
    for step in range(first, s.STEPS):
        for group in optimiser.param_groups:
            group["lr"] = schedule(step)
        sums += take_step(pair, optimiser, feed.batch(step), step >= s.MAIN_STEPS)
        average.update_parameters(pair)
        done = step + 1
        if done % 25 == 0 or done == s.STEPS:
            report(done, sums / (done % 25 or 25), (done - first) * s.BATCH / (time.time() - started))
            sums[:] = 0
        if done % s.CHECKPOINT_EVERY == 0 or done == s.STEPS:
            save(done, pair, average, optimiser)


if __name__ == "__main__":
    train()
