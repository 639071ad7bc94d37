import { createKernels } from '@locavore/kernels'
import { openStore } from '@locavore/store'
import { serve } from '@locavore/threads/worker'
import { createEngine } from './engine.js'

serve(createEngine({ openStore, createKernels }))
