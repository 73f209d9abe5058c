import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CallContext } from '../../../../shared/contract/wire/serve.ts';
import type { certificatesContract } from '../../../../shared/contract/certificates.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { DecodedInput } from '../../workers/decode-messages.ts';
import { addCertificates } from './add-certificates.ts';
import { isListable, type NewCertificate } from './certificate-record.ts';
import type { CertificatesDeps } from './certificates.deps.ts';
import { nameOf } from './open-input.ts';

export interface ImportDone {
  readonly added: number;
  readonly known: number;
  readonly unreadable: {
    readonly source: string;
    readonly code: string;
    readonly message: string;
    readonly offset: number | null;
  }[];
}

/** So many in one transaction: short enough that nothing else in core waits for it. */
const CHUNK = 8;
const MOST = 10_000;
const TOLD_EVERY = 50;

type Unreadable = ImportDone['unreadable'][number];

/**
 * Keeps foreign certificates; they get no trust. All reading is done in workers. One audit entry for each chunk, since each
 * is a change of its own; a run of several chunks, or one that was stopped, has an entry for its end. What was taken
 * until it was stopped stays.
 */
export async function importCertificates(
  deps: CertificatesDeps,
  context: CallContext<(typeof certificatesContract)['certificates']['import']>,
  sources: readonly InputSource[],
): Promise<Result<ImportDone, never>> {
  const { pool, unit, clock } = deps;
  const { caller, stop, emit } = context;
  const profile = deps.oidProfile();
  let told = 0;
  // Half of the way is reading, half is storing.
  const tell = (twice: number, total: number): void => {
    const done = Math.min(total, Math.floor(twice / 2));
    if (done < told + TOLD_EVERY && done < total) return;
    told = done;
    void emit({ done, total });
  };
  const decoded = await pool.decode(sources, {
    profile,
    most: MOST,
    listings: true,
    stop,
    onProgress: ({ done, total }) => tell(done, total),
  });
  const { items = [], leftOut = 0 } = decoded ?? {};
  const { fresh, refused } = sorted(items, profile);
  let added = 0;
  let known = 0;
  let chunks = 0;
  for (let at = 0; at < fresh.length && stop.reason === undefined; at += CHUNK) {
    const part = fresh.slice(at, at + CHUNK);
    const end = await unit.run<{ added: number; known: number }, never>(
      { event: 'certificate.imported', actor: deps.actorOf(caller) },
      async (trx, entry) => {
        const results = await addCertificates(trx, part, {
          newId: deps.newId,
          at: clock.now(),
          by: deps.actorOf(caller).name,
        });
        const news = results.filter(({ isNew }) => isNew).map(({ record }) => record.sha256);
        entry.data({ added: news.length, known: results.length - news.length, sha256: news });
        return ok({ added: news.length, known: results.length - news.length });
      },
    );
    if (!end.ok) return end;
    chunks += 1;
    added += end.value.added;
    known += end.value.known;
    tell(items.length + refused.length + at + part.length, items.length);
    // Chunks follow each other without a turn of the event loop otherwise: the database answers at once.
    await nextTurn();
  }
  const stopped = stop.reason !== undefined;
  if (chunks > 1 || (chunks > 0 && stopped)) {
    await unit.append({
      event: 'certificate.import-ended',
      actor: deps.actorOf(caller),
      outcome: 'done',
      data: { added, known, unreadable: refused.length, leftOut, stopped },
    });
  }
  return ok({ added, known, unreadable: allRefusals(refused, leftOut) });
}

function sorted(
  items: readonly DecodedInput[],
  profile: NewCertificate['profile'],
): { readonly fresh: readonly NewCertificate[]; readonly refused: readonly Unreadable[] } {
  const fresh: NewCertificate[] = [];
  const refused: Unreadable[] = [];
  for (const item of items) {
    const { listing, der } = item;
    if (listing === undefined) refused.push(refusalOf(item));
    else if (isListable({ ...listing, serialNumber: listing.serial }))
      fresh.push({ der, listing, profile, source: 'imported' });
    else {
      const message = 'Its validity is no moment that exists, so it cannot be kept.';
      refused.push({ source: item.source, code: 'VALIDITY_NO_MOMENT', message, offset: null });
    }
  }
  return { fresh, refused };
}

/** What was left out unread is told as well, at the end of the list. */
function allRefusals(refused: readonly Unreadable[], leftOut: number): Unreadable[] {
  if (leftOut === 0) return refused.slice(0, MOST);
  const message = `There is more than this program takes at once: ${leftOut} documents were left out. Import them apart.`;
  return [...refused.slice(0, MOST - 1), { source: '', code: 'INPUT_TOO_MANY', message, offset: null }];
}

function refusalOf({ source, kind, findings }: DecodedInput): Unreadable {
  if (kind !== 'unreadable')
    return { source, code: 'NOT_A_CERTIFICATE', message: `This is a ${nameOf(kind)}.`, offset: null };
  const finding = findings.find(({ severity }) => severity === 'error');
  const { code = 'UNREADABLE', message = 'It cannot be read.', offset = null } = finding ?? {};
  return { source, code: code.slice(0, 60), message: message.slice(0, 1000), offset };
}
