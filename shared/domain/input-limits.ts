/** Most bytes that are taken at once: a zip of ten thousand requests is about a tenth of it. */
export const MAX_INPUT_BYTES = 64 * 1024 * 1024;
/** Most documents found in one input; what lies beyond is told, not shown. */
export const MAX_INPUT_ITEMS = 10_000;
