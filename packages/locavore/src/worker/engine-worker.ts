import { createRetrievalKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { serve } from '@locavore/threads/worker'
import { createEngine } from './engine.js'

serve(createEngine({ openStore, createKernels: createRetrievalKernels }))
