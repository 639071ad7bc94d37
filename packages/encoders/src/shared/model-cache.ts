/** One cache for every model and runtime of the origin. Addresses hold versions and hashes, nothing of a person. */
export const MODEL_CACHE = 'locavore-models'
