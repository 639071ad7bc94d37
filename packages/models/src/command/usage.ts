export const DEFAULT_TO = 'public/locavore/models'

export const USAGE = `Usage:
  locavore-models add <owner/name> [--to ${DEFAULT_TO}] [--module src/model.ts] [--variant q8,fp16]
      Fetches a model of the Hugging Face hub, verifies and describes it, tries it once, and writes its folder.
      --from <address or folder>  a mirror of the hub, or a folder in its layout (default https://huggingface.co)
      --revision <name>           branch, tag or commit (default main)
      --module <file>             also writes a module that exports the encoder, to give to createRecommender
      --variant <names>           of fp32, fp16, q8, int8, uint8, q4, q4f16, bnb4 (default: best for WebAssembly and for WebGPU)
      --prefix <words>            written before every text (default: what the model was trained with)
      --accept-licence            the licence is not a known free one, but was read and allows the use
      --proxy <address>           instead of HTTPS_PROXY, HTTP_PROXY and NO_PROXY
      --retries <number>          how often a broken line is tried again (default 5)
      --token <variable>          environment variable with a token for gated models (default HF_TOKEN)
  locavore-models list [--to ${DEFAULT_TO}]
      The models there, and the kinds that can be added.
  locavore-models verify <folder> [--quick]
      Holds every file against its hash and runs every variant again; --quick leaves out the running.

Exit status: 0 done, 1 refused, 2 asked wrongly, 3 not fetched, 4 wrong bytes, 130 stopped (run it again to go on).
`
