#!/usr/bin/env bash
# What each choice of the recipe is worth: short runs with one part left out, measured alike. Needs the cache of train.sh.
#   bash models/ablate.sh [steps, 300] [part ...]     parts are the names of WEIGHTS in settings.py
set -euo pipefail
cd "$(dirname "$0")"
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}" OPENBLAS_NUM_THREADS=1
PYTHON="${PYTHON:-$PWD/cache/venv/bin/python}"
steps="${1:-300}"
shift || true
parts=("$@")
((${#parts[@]})) || parts=(teacher names languages patches alike photos emoji)
whole="$PWD/cache"
for part in "" "${parts[@]}"; do
  run="$whole/ablation/${part:-nothing}"
  mkdir -p "$run"
  for shared in train train-sounds moments unseen unseen-sounds held-out photos tokenizer.json attributes.json words.json; do
    [[ ! -e "$whole/$shared" ]] || ln -sfn "$whole/$shared" "$run/$shared"
  done
  export LOCAVORE_CACHE="$run" LOCAVORE_STEPS="$steps" LOCAVORE_WITHOUT="$part" LOCAVORE_MODEL="$run/model"
  echo "without ${part:-nothing}"
  "$PYTHON" train.py > "$run/train.log"
  "$PYTHON" export_onnx.py
  "$PYTHON" evaluate.py fp32
done
