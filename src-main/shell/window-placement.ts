import { z } from 'zod';

const Coordinate = z.int().min(-100_000).max(100_000);

/** Where the main window stood when it was last closed. */
export const WindowPlacement = z.strictObject({
  x: Coordinate,
  y: Coordinate,
  width: z.int().min(1).max(20_000),
  height: z.int().min(1).max(20_000),
  maximised: z.boolean(),
});
export type WindowPlacement = z.infer<typeof WindowPlacement>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface OpeningPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximised: boolean;
}

export const SMALLEST = { width: 960, height: 600 } as const;
const USUAL = { width: 1440, height: 900 } as const;
/** So much of the window's top edge must be on a display, or nobody can take hold of it. */
const GRIP = { width: 120, height: 32 } as const;

/**
 * Where to open the window: where it was, unless that is no longer on any display (unplugged, smaller, rearranged).
 * Device-independent pixels.
 *
 * @param saved what was read back, of any shape
 * @param displays work areas, the primary display first
 */
export function openingPlace(saved: unknown, displays: readonly Area[]): OpeningPlace {
  const primary = displays[0] ?? { x: 0, y: 0, ...USUAL };
  const read = WindowPlacement.safeParse(saved);
  const display = read.success ? displays.find((area) => canBeGrabbed(read.data, area)) : undefined;
  if (!read.success || display === undefined) {
    return { ...clamp(USUAL, primary), maximised: read.success && read.data.maximised };
  }
  return { x: read.data.x, y: read.data.y, ...clamp(read.data, display), maximised: read.data.maximised };
}

function clamp(size: { width: number; height: number }, area: Area): { width: number; height: number } {
  return {
    width: Math.max(Math.min(size.width, area.width), Math.min(SMALLEST.width, area.width)),
    height: Math.max(Math.min(size.height, area.height), Math.min(SMALLEST.height, area.height)),
  };
}

function canBeGrabbed(window: Area, area: Area): boolean {
  const left = Math.max(window.x, area.x);
  const right = Math.min(window.x + window.width, area.x + area.width);
  return right - left >= GRIP.width && window.y >= area.y && window.y + GRIP.height <= area.y + area.height;
}
