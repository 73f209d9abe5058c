import type { MeterFileView } from '../../../shared/contract/signed-meter.ts';
import { meterDecoders } from '../meter/formats.ts';
import { readMeterKey } from '../meter/keys/meter-key.ts';
import type { KeySource } from '../meter/meter-types.ts';
import { viewReport } from '../meter/report-views.ts';
import { meterData } from '../meter/text-data.ts';
import { verifyMeterFile } from '../meter/verify-file.ts';

export interface NamedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const LONGEST_KEY = 8000;
const SIGN = '.sign';

/**
 * Verifies files that were dropped together. A file that is a public key is used for all others; `name.sign` is the detached signature
 * of `name` (ChargePoint). Keys of files and typed ones come after those that stand in the data itself.
 */
export function verifyMeterFiles(sources: readonly NamedFile[], typed: readonly string[]): readonly MeterFileView[] {
  const keyFiles = sources.filter(isKeyFile);
  const keys: KeySource[] = [
    ...typed.map((value) => ({ origin: 'typed', value }) as const),
    ...keyFiles.map(({ name, content }) => ({ origin: 'file', value: meterData(content).text, where: name }) as const),
  ];
  const signatures = new Map(
    sources.flatMap(({ name, content }) =>
      name.endsWith(SIGN) ? [[name.slice(0, -SIGN.length), content] as const] : [],
    ),
  );
  const names = new Set(sources.map(({ name }) => name));
  const isCompanion = ({ name }: NamedFile): boolean => name.endsWith(SIGN) && names.has(name.slice(0, -SIGN.length));
  return sources
    .filter((source) => !isCompanion(source) && (!keyFiles.includes(source) || keyFiles.length === sources.length))
    .map(({ name, content }) => {
      const detached = signatures.get(name);
      const report = verifyMeterFile({ bytes: content, keys, ...(detached === undefined ? {} : { detached }) });
      return viewReport(name, report);
    });
}

function isKeyFile({ content }: NamedFile): boolean {
  if (content.length > LONGEST_KEY) return false;
  const data = meterData(content);
  if (data.text.startsWith('<') || data.text.startsWith('{')) return false;
  return !meterDecoders.some((decoder) => decoder.recognises(data)) && readMeterKey(data.text).ok;
}
