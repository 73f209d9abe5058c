import { alfen } from './formats/alfen/alfen.ts';
import { bsm } from './formats/bsm/bsm.ts';
import { chargepoint } from './formats/chargepoint/chargepoint.ts';
import { ocmf } from './formats/ocmf/ocmf.ts';
import { pcdf } from './formats/pcdf/pcdf.ts';
import type { MeterDecoder } from './meter-types.ts';

/** All formats, in the order in which bytes are tried. A new one is a folder and a line here. */
export const meterDecoders: readonly MeterDecoder[] = [ocmf, alfen, pcdf, bsm, chargepoint];
