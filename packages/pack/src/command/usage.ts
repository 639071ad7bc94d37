export const USAGE = `Usage:
  locavore-pack build <items...> --to <folder> --licence <words> [options]
      Reads items (JSON Lines, CSV, TSV, Parquet; folders of part files), encodes them, writes a catalogue pack.
      --name <words>             name of the catalogue (default: name of the folder)
      --columns id=sku,...       where fields stand that are not called as the item's
      --attributes a,b:number    columns that become attributes (kinds for CSV: number, boolean, list split at |)
      --media <folder|address>   where relative names of pictures and sounds start (default: beside the items)
      --model <folder>           a model that locavore-models added (default: the embedded one)
      --variant <name>           precision (default: that of browsers on WebAssembly; fp16: of those on WebGPU)
      --modalities text,image    what to encode (default: all the model reads)
      --ffmpeg <path>            decodes clips, and sounds that are no WAVE files (default: the one in PATH)
      --no-encode                encode nothing
      --shard-rows <number>      rows per shard (default 2000)
      --about fact=words         a fact for the manifest; again for more
      --strict                   the first bad row ends the build (default: bad rows are told of and skipped)
      --faults <file>            writes every bad row down, as JSON Lines
      --since <folder>           the next revision of a pack: encodes only what is new or changed, keeps what was learnt
      --partition i/n            encodes one of n partitions into --to, for "merge"
      --interactions <file>      who likes what, of people who consented, to learn factors and item weights from
      --interaction-columns person=user,item=movie,value=rating   --least-value 4   (default: every row is a like)
      --least-people <number>    nothing is published that fewer people stand behind (default 20)
      --factor-dimensions 32  --sweeps 16  --weights-per-item 100
      --vectors image=<folder>   vectors made elsewhere (Parquet, JSON Lines, safetensors; part files); again for more
      --vector-space <id>  --vector-columns id=id,vector=embedding
      --factors <folder>         item factors of another engine: a saved ALSModel of Spark, or a table
      --factor-ids <table>       its numbers (id) and the items' ids (item)   --factor-columns id=id,features=features
      --neighbours <folder>      item-item weights of another engine   --neighbour-columns item=a,neighbour=b,weight=w,people=n
      --constants <file>         JSON with constants of the score that go with them
  locavore-pack merge <partitions...> --to <folder> --licence <words> [--interactions ...]
      Puts partitions together, with all that "build" can learn.
  locavore-pack inspect <folder|address> [--json]
      What is in a pack.
  locavore-pack verify <folder|address> [--public-key <base64>]
      Reads every file as a visitor's device does.
  locavore-pack diff <old> <new> [--json]
      Items that differ, and what a device with the old one fetches.
  locavore-pack key <file>
      Makes an Ed25519 key.
  locavore-pack sign <folder> --key <file>
      Signs the manifest.
  locavore-pack serve <folder> [--port 4180]
      Serves it on this machine, to try it out.

Exit status: 0 done, 1 refused, 2 asked wrongly, 3 not fetched, 4 wrong bytes, 130 stopped (run it again to go on).
`
