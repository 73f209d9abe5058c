/** One step of one feature's schema. Once shipped it is never edited: a later step corrects it. */
export interface Migration {
  readonly feature: string;
  /** Counts within the feature: 1, 2, 3 … */
  readonly version: number;
  readonly up: readonly string[];
}
