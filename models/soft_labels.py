"""What the teacher takes each training photograph for: how likely each label of its set is, by a linear discriminant.

The teacher's features of a fifth of the photographs are judged by what the other four fifths teach, so that an answer is an
opinion and not a memory (distillation: Hinton, Vinyals and Dean 2015).
"""

import sys

import numpy as np

from photos import FOLDER, UNLABELLED, load_photos

FOLDS = 5
SHRINKAGE = 0.2  # of the covariance within classes, towards a multiple of the identity
SHARPNESS = np.geomspace(0.02, 1.0, 25)  # tried on the discriminant; the one that the right names find likeliest is kept


def discriminant(features, label, count):
    """Weights [features, count] and offsets [count] of linear discriminant analysis with a shrunk covariance."""
    means = np.stack([features[label == each].mean(0) if (label == each).any() else features.mean(0) for each in range(count)])
    within = features - means[label]
    covariance = within.T @ within / len(features)
    size = len(covariance)
    covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.trace(covariance) / size * np.eye(size, dtype=np.float32)
    weights = np.linalg.solve(covariance, means.T)
    return weights, -0.5 * (means.T * weights).sum(0)


def softmax(scores):
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def judge(features, label, count):
    """[photos, views, count] scores; `features` is [photos, views, features]."""
    scores = np.zeros((*features.shape[:2], count), np.float32)
    fold = np.arange(len(features)) % FOLDS
    for each in range(FOLDS):
        known = features[fold != each]
        weights, offsets = discriminant(known.reshape(-1, known.shape[2]), np.repeat(label[fold != each], known.shape[1]), count)
        scores[fold == each] = features[fold == each] @ weights + offsets
    return scores


def likeliest(scores, label):
    """The sharpness under which the right names are likeliest, over both views."""
    loss = lambda sharpness: -np.log(softmax(sharpness * scores)[np.arange(len(label)), :, label] + 1e-9).mean()
    return min(SHARPNESS, key=loss)


def main():
    target, photos = FOLDER / "soft.npy", load_photos()
    if photos is None or photos.teacher is None or target.exists():
        return
    names, usable = photos.labels(), np.array(photos.training())
    soft = np.zeros((len(photos.rows), photos.teacher.shape[1], len(names)), np.float16)
    sets = np.array([photos.rows[i]["set"] for i in usable])
    for name in sorted(set(sets) - {UNLABELLED}):
        own = np.random.default_rng(0).permutation(usable[sets == name])
        called = [photos.rows[i]["label"].lower() for i in own]
        kinds = sorted(set(called))
        label = np.array([kinds.index(each) for each in called])
        features = photos.teacher[own].astype(np.float32)
        features = features - features.mean((0, 1))
        features /= np.linalg.norm(features, axis=2, keepdims=True)
        scores = judge(features, label, len(kinds))
        sharpness = likeliest(scores, label)
        places = [names.index(kind) for kind in kinds]
        soft[np.ix_(own, range(soft.shape[1]), places)] = softmax(sharpness * scores)
        right = (scores.argmax(2) == label[:, None]).mean(0)
        print(f"{name}: the teacher's opinion is right for {right[0]:.3f} whole and {right[1]:.3f} in part", file=sys.stderr)
    np.save(target, soft)


if __name__ == "__main__":
    main()
