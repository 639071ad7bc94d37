"""Every part of the loss. Embeddings are [n, dimensions] of length one; `scale` is the inverse temperature."""

import torch
from torch.nn import functional

import settings as s


def at_every_cut(loss, *embeddings):
    """The mean over the lengths a vector may be cut to (Matryoshka representation learning, Kusupati et al. 2022)."""
    total = 0
    for length, weight in zip(s.CUTS, s.CUT_WEIGHTS):
        total = total + weight * loss(*(functional.normalize(each[..., :length], dim=-1) for each in embeddings))
    return total


def contrast(left, right, scale):
    """Symmetric InfoNCE: row i of one side belongs to row i of the other."""
    logits = scale * left @ right.t()
    target = torch.arange(len(left))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.t(), target)) / 2


def choose(embeddings, names, target, scale):
    """Cross-entropy of choosing the right name for each row; rows with a target below zero have none."""
    wanted = target >= 0
    if not wanted.any():
        return embeddings.sum() * 0
    return functional.cross_entropy(scale * embeddings[wanted] @ names.t(), target[wanted])


def answer(embeddings, names, target, answers, hard, scale):
    """Cross-entropy with a wanted answer that is `hard` parts the right name and otherwise `answers`, [n, names], rows that sum to
    one; rows with a target below zero have none."""
    wanted = target >= 0
    if not wanted.any():
        return embeddings.sum() * 0
    right = functional.one_hot(target[wanted], len(names)).float()
    return functional.cross_entropy(scale * embeddings[wanted] @ names.t(), hard * right + (1 - hard) * answers[wanted])


def name_attributes(embeddings, prompts, counts, labels, scale):
    """Summed over the attributes: choosing each one's value among its own words."""
    total, start = 0, 0
    for count, label in zip(counts, labels):
        total = total + choose(embeddings, prompts[start : start + count], label, scale)
        start += count
    return total


def present(vectors, names, wanted, scale, bias):
    """Binary cross-entropy of each name being in each place, [n, d] and [names, d]; `wanted` is [n, names], or none is."""
    logits = scale * vectors @ names.t() + bias
    return functional.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits) if wanted is None else wanted)


def tell_pairs(vectors, names, wanted, scale):
    """Of two neighbouring rows the one that shows the name fits it better: rows of one clip, shown and not, in turn."""
    difference = scale * (vectors[0::2] - vectors[1::2]) @ names.t()
    return (functional.softplus(-difference) * wanted[0::2]).sum() / wanted[0::2].sum().clamp(min=1)


def find_one(vectors, wanted, inside, scale):
    """How little of the attention of a query falls on the places where its answer is: [n, places, d], [n, d], [n, places]."""
    attention = torch.softmax(scale * (vectors @ wanted[:, :, None]).squeeze(2), dim=1)
    hit = (attention * inside).sum(1)
    some = inside.any(1)
    return -torch.log(hit[some] + 1e-4).mean() if some.any() else vectors.sum() * 0


def middle_of(vectors, inside):
    """The mean vector of the places inside, of length one."""
    weight = inside.float()[:, :, None]
    return functional.normalize((vectors * weight).sum(1) + 1e-6, dim=1)


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


def imitate(features, teacher):
    """Distance from the teacher's view of the same picture, as one minus the cosine."""
    return (1 - functional.cosine_similarity(features.float(), teacher, dim=1)).mean()
