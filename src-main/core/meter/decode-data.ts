import { meterDecoders } from './formats.ts';
import type { MeterFormat } from '../../../shared/domain/signed-meter.ts';
import type { MeterData, MeterPiece } from './meter-types.ts';

/** Formats that a name of OCPI's `encoding_method`, of SAFE XML or of OCPP may mean; other names say nothing. */
const NAMED: Readonly<Record<string, readonly MeterFormat[]>> = {
  ocmf: ['OCMF'],
  alfen: ['ALFEN'],
  'alfen eichrecht': ['ALFEN'],
  edl: ['EDL_40_SIG', 'EDL_40_P', 'ISA_EDL_40_P'],
  'edl40 e-mobility extension': ['EDL_40_SIG', 'EDL_40_P', 'ISA_EDL_40_P'],
  'edl40 mennekes': ['EDL_40_MENNEKES'],
  edl_40_p: ['EDL_40_P', 'ISA_EDL_40_P'],
  sml_edl40_p: ['EDL_40_P', 'ISA_EDL_40_P'],
  isa_edl_40_p: ['ISA_EDL_40_P'],
  pcdf: ['PCDF'],
  porsche: ['PCDF'],
  chargepoint: ['CHARGEPOINT'],
  'chargeit mobility': ['BSM-WS36A', 'EMH', 'ALFEN'],
};

/**
 * Records in bytes whose packing is off. The bytes decide which format they are; a name that says another one is told, not
 * believed.
 */
export function decodeData(data: MeterData, name?: string): readonly Omit<MeterPiece, 'where'>[] {
  const wanted = NAMED[name?.trim().toLowerCase() ?? ''];
  const decoder = meterDecoders.find((one) => one.recognises(data));
  if (decoder === undefined) {
    const reason = name === undefined || name.trim() === '' ? 'unknown-format' : `unknown-format ${name.trim()}`;
    return [{ findings: [], fault: { code: 'UNSUPPORTED', reason: reason.slice(0, 80) } }];
  }
  const differs = wanted !== undefined && !wanted.includes(decoder.format);
  const findings = differs
    ? [
        {
          code: 'FORMAT_DIFFERS',
          severity: 'warning',
          found: decoder.format,
          wanted: name?.trim().slice(0, 40) ?? '',
        } as const,
      ]
    : [];
  const pieces = decoder.decode(data);
  if (pieces.length === 0) return [{ findings, fault: { code: 'MALFORMED', reason: 'no-record' } }];
  return pieces.map((piece) => ({ ...piece, findings }));
}
