import { type JsonRecord, recordAt, textAt } from '../../exact-json.ts';
import type { MeterFinding } from '../../meter-types.ts';
import type { BsmValue } from './bsm-values.ts';

/** What stands around the signed values is shown to people and not signed: each field must say what the signed ones say. */
export function displayFindings(
  snapshot: JsonRecord,
  values: ReadonlyMap<string, BsmValue>,
  metas: ReadonlyMap<string, string>,
): readonly MeterFinding[] {
  const findings: MeterFinding[] = [];
  const compare = (name: string, found: string | undefined, wanted: string | undefined): void => {
    if (found === undefined || wanted === undefined || found === wanted) return;
    findings.push({
      code: 'DISPLAY_DIFFERS',
      severity: 'violation',
      found: `${name} ${found}`.slice(0, 120),
      wanted: `${name} ${wanted}`.slice(0, 120),
    });
  };
  const number = (name: string): Extract<BsmValue, { kind: 'number' }> | undefined => {
    const value = values.get(name);
    return value?.kind === 'number' ? value : undefined;
  };
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return value?.kind === 'text' ? value.text : undefined;
  };

  const shown = recordAt(recordAt(snapshot, 'value'), 'measuredValue');
  const energy = number('RCR');
  compare('value', textAt(shown, 'value'), energy?.value.toString());
  compare('scale', textAt(shown, 'scale'), energy?.scale.toString());
  compare('unitEncoded', textAt(shown, 'unitEncoded'), energy?.unit.toString());
  compare('measurementId', textAt(snapshot, 'measurementId'), number('RCnt')?.value.toString());
  compare('meterId', textAt(recordAt(snapshot, 'meterInfo'), 'meterId'), text('MA1'));
  compareTime(snapshot, number('Epoch')?.value, number('TZO')?.value, compare);

  const contract = recordAt(snapshot, 'contract');
  const id = textAt(contract, 'id');
  const type = textAt(contract, 'type');
  const signedContract = metas.get('contract-id');
  if (id !== undefined && id !== '') {
    const isTyped = type !== undefined && type !== '';
    compare(
      'contract',
      isTyped ? `${type}:${id}` : id,
      isTyped ? (signedContract ?? '') : signedContract?.replace(/^[^:]*:/, ''),
    );
  }
  const point = recordAt(snapshot, 'chargePoint') ?? recordAt(snapshot, 'chargingPoint');
  compare('evseId', textAt(snapshot, 'evseId') ?? textAt(point, 'evseId'), metas.get('evse-id'));
  compare('softwareVersion', textAt(point, 'softwareVersion'), metas.get('csc-sw-version'));
  return findings;
}

/** The displayed moment and its offset, both of which are signed. */
function compareTime(
  snapshot: JsonRecord,
  epoch: number | undefined,
  minutes: number | undefined,
  compare: (name: string, found: string | undefined, wanted: string | undefined) => void,
): void {
  const time = textAt(snapshot, 'time');
  if (time === undefined || epoch === undefined) return;
  const at = Date.parse(time);
  compare('time', Number.isNaN(at) ? time : String(Math.floor(at / 1000)), String(epoch));
  const match = /([+-])(\d\d):?(\d\d)$/.exec(time);
  const offset = match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  compare('offset', String(offset), minutes?.toString());
}
