import type { Migration } from './migration.js'
import { v1Initial } from './v1-initial.js'
import { v2ItemChunks } from './v2-item-chunks.js'
import { v3PackFiles } from './v3-pack-files.js'
import { v4PacksInFiles } from './v4-packs-in-files.js'

/** Every step there ever was, in order. Add at the end; never edit, reorder or take away. */
export const MIGRATIONS: readonly Migration[] = [v1Initial, v2ItemChunks, v3PackFiles, v4PacksInFiles]
