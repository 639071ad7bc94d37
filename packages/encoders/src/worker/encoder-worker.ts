import { serve } from '@locavore/threads/worker'
import { loadGlue } from '#onnxruntime'
import { createEncoderService } from './encoder-service.js'

// The runtime starts its threads from this same file, under this name. They run its glue and nothing of ours.
if (self.name.startsWith('em-pthread')) {
  void loadGlue('plain')
} else {
  serve(createEncoderService())
}
