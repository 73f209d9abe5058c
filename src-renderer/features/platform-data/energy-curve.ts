import type { ChargingPeriod } from '../../../shared/contract/ocpi-objects.ts';

/** Energy and power of a charge for a picture: all from 0 to 1, left to right and bottom to top. */
export interface EnergyCurve {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Mean power of each period beside the highest of them. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly height: number }[];
  readonly from: Date;
  readonly to: Date;
  /** kWh and kW, for the words beside the picture. */
  readonly total: number;
  readonly mostPower: number;
}

const HOUR_MS = 3_600_000;

/** A picture needs no exact decimals. Undefined where times or energy are not stated for at least one period. */
export function energyCurve(periods: readonly ChargingPeriod[], endedAt: string | undefined): EnergyCurve | undefined {
  const starts = periods.map(({ startsAt }) => (startsAt === null ? Number.NaN : Date.parse(startsAt)));
  const last = endedAt === undefined ? Number.NaN : Date.parse(endedAt);
  const parts = periods.flatMap(({ dimensions }, at) => {
    const from = starts[at] ?? Number.NaN;
    const to = starts[at + 1] ?? last;
    const volume = dimensions.find(({ type }) => type.trim().toUpperCase() === 'ENERGY')?.volume;
    const kwh = volume === undefined ? Number.NaN : Number(volume);
    return Number.isFinite(kwh) && to > from ? [{ from, to, kwh }] : [];
  });
  const [first] = parts;
  const end = parts.at(-1)?.to;
  const total = parts.reduce((sum, { kwh }) => sum + kwh, 0);
  if (first === undefined || end === undefined || total <= 0) return undefined;
  const span = end - first.from;
  const powers = parts.map(({ from, to, kwh }) => (kwh * HOUR_MS) / (to - from));
  const mostPower = Math.max(...powers);
  const xOf = (at: number): number => (at - first.from) / span;
  let sum = 0;
  const points = parts.map(({ to, kwh }) => {
    sum += kwh;
    return { x: xOf(to), y: sum / total };
  });
  return {
    points: [{ x: 0, y: 0 }, ...points],
    bars: parts.map(({ from, to }, at) => ({
      from: xOf(from),
      to: xOf(to),
      height: mostPower === 0 ? 0 : (powers[at] ?? 0) / mostPower,
    })),
    from: new Date(first.from),
    to: new Date(end),
    total: Math.round(total * 1000) / 1000,
    mostPower: Math.round(mostPower * 10) / 10,
  };
}
