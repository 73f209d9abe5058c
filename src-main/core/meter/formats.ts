import { alfen } from './formats/alfen/alfen.ts';
import { bsm } from './formats/bsm/bsm.ts';
import { chargepoint } from './formats/chargepoint/chargepoint.ts';
import { edl40 } from './formats/edl40/edl40.ts';
import { emh } from './formats/emh/emh.ts';
import { isaEdl40 } from './formats/isa-edl40/isa-edl40.ts';
import { mennekes } from './formats/mennekes/mennekes.ts';
import { ocmf } from './formats/ocmf/ocmf.ts';
import { pcdf } from './formats/pcdf/pcdf.ts';
import { signedMeterValue } from './formats/signed-meter-value/signed-meter-value.ts';
import type { MeterDecoder } from './meter-types.ts';

/** All formats, in the order in which bytes are tried. A new one is a folder and a line here. */
export const meterDecoders: readonly MeterDecoder[] = [
  ocmf,
  alfen,
  pcdf,
  isaEdl40,
  edl40,
  signedMeterValue,
  mennekes,
  bsm,
  emh,
  chargepoint,
];
