import { absolute, compareDecimals, decimalText, difference, readDecimal, shifted } from '../energy.ts';
import type { MeterFinding, MeterRecord } from '../meter-types.ts';
import type { Billing } from './billing-register.ts';
import type { CdrRules } from './judge-session.ts';

/** What a CDR says that the meter signed too. */
export interface CdrFacts {
  readonly totalEnergyKwh: string | undefined;
  readonly evseId: string | undefined;
  readonly tokenUid: string | undefined;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly maxPowerW: number | undefined;
}

const OUTSIDE_MS = 2 * 60_000;

/** Compares what was signed with what is billed. What the CDR or the meter does not say is not compared. */
export function cdrRules(facts: CdrFacts): CdrRules {
  return (billing, pieces) => [
    ...energyRule(facts, billing),
    ...pieces.flatMap(({ record }, index) => (record === undefined ? [] : nameRules(facts, record, index))),
    ...timeRules(facts, billing),
    ...powerRule(facts, billing),
  ];
}

/**
 * Above one watt hour and above the resolution in which meter or CDR print the energy. A number without decimals prints none, for JSON
 * drops zeros: `2` kWh would excuse a whole one. Of the two readings the finer counts.
 */
function energyRule({ totalEnergyKwh }: CdrFacts, billing: Billing): readonly MeterFinding[] {
  const stated = readDecimal(totalEnergyKwh ?? '');
  const signed = readDecimal(billing.energyWh ?? '');
  if (stated === undefined || signed === undefined) return [];
  const statedWh = shifted(stated, 3);
  const printed = [billing.begin, billing.end].map((one) =>
    one?.reading.value.includes('.') === true ? (one.reading.resolution ?? 0) : 0,
  );
  const ofCdr = stated.exponent < 0 ? statedWh.exponent : 0;
  const tolerance = { digits: 1n, exponent: Math.max(0, ofCdr, Math.min(...printed)) };
  const gap = absolute(difference(statedWh, signed));
  if (compareDecimals(gap, tolerance) <= 0) return [];
  return [{ code: 'ENERGY_DIFFERS', severity: 'violation', found: decimalText(statedWh), wanted: decimalText(signed) }];
}

const EVSE_ID = /^[A-Z]{2}[*-]?[A-Z0-9]{3}[*-]?E[A-Z0-9*-]+$/i;
/** Kinds of user ids that carry the number of a card. */
const CARD_TYPES: ReadonlySet<string> = new Set(['ISO14443', 'ISO15693', 'UID']);

function nameRules({ evseId, tokenUid }: CdrFacts, { names }: MeterRecord, record: number): readonly MeterFinding[] {
  const findings: MeterFinding[] = [];
  const point = names.chargePoint;
  if (point !== undefined && evseId !== undefined && bare(point) !== bare(evseId)) {
    const isEvseId = EVSE_ID.test(point.trim());
    findings.push({
      code: isEvseId ? 'EVSE_DIFFERS' : 'EVSE_UNCLEAR',
      severity: isEvseId ? 'violation' : 'warning',
      record,
      found: point.slice(0, 120),
      wanted: evseId.slice(0, 120),
    });
  }
  const isCard = CARD_TYPES.has(names.userType ?? '');
  const [signed, billed] = [cardNumber(names.user ?? ''), cardNumber(tokenUid ?? '')];
  if (isCard && signed !== '' && billed !== '' && signed !== billed) {
    const isReversed = reversed(signed) === billed;
    findings.push({
      code: isReversed ? 'TOKEN_REVERSED' : 'TOKEN_DIFFERS',
      severity: isReversed ? 'warning' : 'violation',
      record,
    });
  }
  return findings;
}

function bare(id: string): string {
  return id.replace(/[*\-\s]/g, '').toUpperCase();
}

function cardNumber(uid: string): string {
  return uid.replace(/[:\-\s]/g, '').toUpperCase();
}

/** The octets of a card number the other way round, as half of all readers send it. */
function reversed(hex: string): string {
  return /^([0-9A-F]{2})+$/.test(hex) ? (hex.match(/../g) ?? []).reverse().join('') : hex;
}

function timeRules({ startedAt, endedAt }: CdrFacts, { begin, end }: Billing): readonly MeterFinding[] {
  const [from, to] = [Date.parse(startedAt ?? ''), Date.parse(endedAt ?? '')];
  return [begin, end].flatMap((one) => {
    const at = one?.reading.time.at;
    if (one === undefined || at === undefined) return [];
    const isOutside = at < from - OUTSIDE_MS || at > to + OUTSIDE_MS;
    const wanted = `${startedAt ?? ''} / ${endedAt ?? ''}`;
    return isOutside
      ? [
          {
            code: 'TIME_OUTSIDE_CDR',
            severity: 'warning',
            record: one.record,
            found: one.reading.time.text,
            wanted,
          } as const,
        ]
      : [];
  });
}

/** Average power above a tenth more than the connector gives. */
function powerRule({ maxPowerW }: CdrFacts, { begin, end, energyWh }: Billing): readonly MeterFinding[] {
  const [from, to] = [begin?.reading.time.at, end?.reading.time.at];
  if (maxPowerW === undefined || from === undefined || to === undefined || to <= from || energyWh === undefined)
    return [];
  const watts = Number(energyWh) / ((to - from) / 3_600_000);
  if (watts <= maxPowerW * 1.1) return [];
  return [
    { code: 'IMPLAUSIBLE_POWER', severity: 'warning', found: `${Math.round(watts)} W`, wanted: `${maxPowerW} W` },
  ];
}
