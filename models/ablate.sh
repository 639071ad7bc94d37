#!/usr/bin/env bash
# What each choice of the recipe is worth: short runs with one thing left out, measured alike. Needs the cache of train.sh.
#   bash models/ablate.sh first [steps, 500] [part ...]   from random weights, small pictures; parts are names of WEIGHTS in settings.py
#   bash models/ablate.sh last [steps, 200] [choice ...]  the last leg alone, from leg-2.pt, which training keeps; parts as well
set -euo pipefail
cd "$(dirname "$0")"
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}" OPENBLAS_NUM_THREADS=1
PYTHON="${PYTHON:-$PWD/cache/venv/bin/python}"
which="${1:-first}"
if [[ "$which" == "last" ]]; then
  export LOCAVORE_LAST_STEPS="${2:-200}"
  parts=(opinions teacher shares mildness languages names alike)
else
  export LOCAVORE_STEPS="${2:-500}"
  parts=(teacher names languages patches alike photos emoji)
fi
shift $(($# < 2 ? $# : 2))
if (($#)); then parts=("$@"); fi
whole="$PWD/cache"
for part in "" "${parts[@]}"; do
  run="$whole/ablation/$which-${part:-nothing}"
  mkdir -p "$run"
  for shared in train train-sounds moments unseen unseen-sounds held-out photos tokenizer.json attributes.json words.json; do
    [[ ! -e "$whole/$shared" ]] || ln -sfn "$whole/$shared" "$run/$shared"
  done
  [[ "$which" != "last" || -e "$run/checkpoint.pt" ]] || cp "$whole/leg-2.pt" "$run/checkpoint.pt"
  export LOCAVORE_CACHE="$run" LOCAVORE_WITHOUT="$part" LOCAVORE_MODEL="$run/model"
  echo "$which, without ${part:-nothing}"
  "$PYTHON" train.py > "$run/train.log"
  "$PYTHON" export_onnx.py
  "$PYTHON" evaluate.py fp32
done
