import { crc32, deflateRawSync } from 'node:zlib';
import { concatBytes } from '../../../../shared/util/bytes.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** Overrides for archives that lie. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
}

/** A plain zip archive of deflated files (APPNOTE 6.3), as broken as the entries ask for. */
export function makeZip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, content, method = 8, flags = 0, crc = crc32(content) } of entries) {
    const packed = method === 8 ? new Uint8Array(deflateRawSync(content)) : content;
    const label = encodeUtf8(name);
    const shared = [
      le(20, 2),
      le(flags, 2),
      le(method, 2),
      le(0, 4),
      le(crc, 4),
      le(packed.length, 4),
      le(content.length, 4),
      le(label.length, 2),
      le(0, 2),
    ];
    const local = concatBytes(le(0x04034b50, 4), ...shared, label, packed);
    directory.push(
      concatBytes(le(0x02014b50, 4), le(20, 2), ...shared, le(0, 2), le(0, 2), le(0, 2), le(0, 4), le(at, 4), label),
    );
    locals.push(local);
    at += local.length;
  }
  const list = concatBytes(...directory);
  const count = le(entries.length, 2);
  return concatBytes(
    ...locals,
    list,
    le(0x06054b50, 4),
    le(0, 4),
    count,
    count,
    le(list.length, 4),
    le(at, 4),
    le(0, 2),
  );
}

function le(value: number, octets: number): Uint8Array {
  return Uint8Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** i) % 256);
}
