import { isSignatureRight } from '../keys/check-signature.ts';
import { type MeterKey, readMeterKey } from '../keys/meter-key.ts';
import type { KeyOrigin, SignatureVerdict } from '../../../../shared/domain/signed-meter.ts';
import type { KeySource, MeterPiece } from '../meter-types.ts';

/** The key that a record was checked with, and how far it is to be trusted. */
export interface UsedKey {
  readonly sha256: string;
  readonly curve: string;
  readonly spki: Uint8Array;
  /** The best place it is known from: a key of the message that the location has too came from the location. */
  readonly origin: KeyOrigin;
  readonly where: string | undefined;
}

export interface CheckedPiece extends MeterPiece {
  readonly signature: SignatureVerdict;
  readonly key: UsedKey | undefined;
  /** Why the key could not be used, or which two do not fit. */
  readonly keyReason?: string;
}

const FROM_MESSAGE: ReadonlySet<KeyOrigin> = new Set(['record', 'message']);

/**
 * Checks one record's signature. A key of the message is compared with the keys that are known for the station: where those are
 * known and it is none of them, that is a mismatch whatever the signature says.
 */
export function checkPiece(piece: MeterPiece, known: readonly KeySource[]): CheckedPiece {
  const { record, fault } = piece;
  if (record === undefined) {
    return { ...piece, signature: fault?.code === 'MALFORMED' ? 'malformed' : 'not-checked', key: undefined };
  }
  const own = record.keys.filter(({ origin }) => FROM_MESSAGE.has(origin));
  const others = [...record.keys.filter(({ origin }) => !FROM_MESSAGE.has(origin)), ...known];
  const wanted = record.algorithm.curve ?? record.algorithm.bareCurve;
  const read = (sources: readonly KeySource[]): readonly ReadSource[] =>
    sources.map((source) => ({ source, key: readMeterKey(source.value, wanted) }));
  const [ownRead, othersRead] = [read(own), read(others)];
  const first = ownRead[0] ?? othersRead[0];
  if (first === undefined) return { ...piece, signature: 'no-key', key: undefined };

  const usable = othersRead.flatMap(({ source, key }) => (key.ok ? [{ source, key: key.value }] : []));
  const chosen = ownRead[0] === undefined ? chooseKnown(usable, record) : ownKey(ownRead[0]);
  if (chosen === undefined) {
    const reason = first.key.ok ? '' : first.key.error.reason;
    return { ...piece, signature: 'bad-key', key: undefined, keyReason: reason };
  }
  const confirmed = usable.find(({ key }) => key.sha256 === chosen.key.sha256);
  const source = confirmed?.source ?? chosen.source;
  const used: UsedKey = {
    sha256: chosen.key.sha256,
    curve: chosen.key.curve,
    spki: chosen.key.spki,
    origin: source.origin,
    where: source.where,
  };
  const { curve } = record.algorithm;
  if (curve !== undefined && curve !== chosen.key.curve) {
    return { ...piece, signature: 'key-mismatch', key: used, keyReason: `${curve} / ${chosen.key.curve}` };
  }
  if (FROM_MESSAGE.has(chosen.source.origin) && confirmed === undefined && usable.length > 0) {
    return { ...piece, signature: 'key-mismatch', key: used, keyReason: 'not-of-meter' };
  }
  const isRight = isSignatureRight(chosen.key, record.algorithm, record.signed, record.signature);
  return { ...piece, signature: isRight ? 'valid' : 'invalid', key: used };
}

interface ReadSource {
  readonly source: KeySource;
  readonly key: ReturnType<typeof readMeterKey>;
}

interface Chosen {
  readonly source: KeySource;
  readonly key: MeterKey;
}

function ownKey({ source, key }: ReadSource): Chosen | undefined {
  return key.ok ? { source, key: key.value } : undefined;
}

/** A location may list keys of several meters: the one that the signature fits, else the first. */
function chooseKnown(usable: readonly Chosen[], record: NonNullable<MeterPiece['record']>): Chosen | undefined {
  const [first, ...rest] = usable;
  if (first === undefined || rest.length === 0) return first;
  const fitting = usable.find(
    ({ key }) =>
      (record.algorithm.curve ?? key.curve) === key.curve &&
      isSignatureRight(key, record.algorithm, record.signed, record.signature),
  );
  return fitting ?? first;
}
