import type { OcpiCdr } from '../../../shared/contract/ocpi-objects.ts';
import { readOcpiSignedData } from './containers/ocpi-values.ts';
import { cdrRules, type CdrFacts } from './judge/cdr-rules.ts';
import { checkPiece } from './judge/check-record.ts';
import { judgeSession, type SessionReport } from './judge/judge-session.ts';
import type { SessionRuleSettings } from './judge/session-rules.ts';
import type { KeySource } from './meter-types.ts';
import { usualRules } from './verify-file.ts';

/** What is known beside the CDR itself. */
export interface CdrContext {
  /** Keys of the location's energy meters and of the key store, for this meter or EVSE. */
  readonly knownKeys: readonly KeySource[];
  readonly settings: SessionRuleSettings;
  /** Watts that the connector gives at most, where the location says so. */
  readonly maxPowerW?: number;
}

/**
 * Verifies the signed meter data of a CDR, all signed values as one session, and compares what the meter signed with what the CDR
 * bills. Undefined when the CDR carries none: that is not a verdict, it is unsigned.
 */
export function verifyCdrMeter(
  cdr: OcpiCdr,
  context: CdrContext = { knownKeys: [], settings: usualRules },
): SessionReport | undefined {
  if (cdr.signedData === undefined || cdr.signedData.values.length === 0) return undefined;
  const pieces = readOcpiSignedData(cdr.signedData).map((piece) => checkPiece(piece, context.knownKeys));
  return judgeSession(pieces, context.settings, cdrRules(factsOf(cdr, context)));
}

function factsOf(cdr: OcpiCdr, { maxPowerW }: CdrContext): CdrFacts {
  return {
    totalEnergyKwh: cdr.totalEnergy,
    evseId: cdr.location?.evseId,
    tokenUid: cdr.driver?.uid,
    startedAt: cdr.startedAt,
    endedAt: cdr.endedAt ?? null,
    maxPowerW,
  };
}
