/** The window's time. The only place that may ask the system; everything else takes a clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
