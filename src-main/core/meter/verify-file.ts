import { type MeterFile, readMeterFile } from './containers/read-file.ts';
import { checkPiece } from './judge/check-record.ts';
import { groupSessions } from './judge/group-sessions.ts';
import { judgeSession, type SessionReport, worstVerdict } from './judge/judge-session.ts';
import type { SessionRuleSettings } from './judge/session-rules.ts';
import type { MeterVerdict } from '../../../shared/domain/signed-meter.ts';

export interface MeterReport {
  readonly verdict: MeterVerdict;
  readonly sessions: readonly SessionReport[];
}

export const usualRules: SessionRuleSettings = { pagination: 'violation' };

/** Verifies whatever signed meter data a file holds, without OCPI around it. Never throws on what somebody sent. */
export function verifyMeterFile(file: MeterFile, settings: SessionRuleSettings = usualRules): MeterReport {
  const checked = readMeterFile(file).map((piece) => checkPiece(piece, []));
  const sessions = groupSessions(checked).map((pieces) => judgeSession(pieces, settings));
  return { verdict: worstVerdict(sessions), sessions };
}
