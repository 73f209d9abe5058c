import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CallContext } from '../../../../shared/contract/wire/serve.ts';
import type { certificatesContract } from '../../../../shared/contract/certificates.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { DecodedInput } from '../../workers/decode-messages.ts';
import { addCertificates } from './add-certificates.ts';
import { isListable, type NewCertificate } from './certificate-record.ts';
import type { CertificatesDeps } from './certificates.deps.ts';
import { nameOf } from './open-input.ts';

export interface ImportDone {
  readonly added: number;
  readonly known: number;
  readonly unreadable: { readonly source: string; readonly message: string }[];
}

/** So many in one transaction: short enough that nothing else in core waits for it. */
const CHUNK = 50;
const MOST = 10_000;

/** Keeps foreign certificates; they get no trust. One audit entry for each chunk, since each is a change of its own. */
export async function importCertificates(
  deps: CertificatesDeps,
  context: CallContext<(typeof certificatesContract)['certificates']['import']>,
  sources: readonly InputSource[],
): Promise<Result<ImportDone, never>> {
  const { pool, unit, clock } = deps;
  const { caller, stop, emit } = context;
  const profile = deps.oidProfile();
  const told = { done: -1 };
  const decoded = await pool.decode(sources, {
    profile,
    most: MOST,
    stop,
    onProgress: ({ done, total }) => {
      // Half of the way is reading, half is storing.
      if (done < told.done + CHUNK) return;
      told.done = done;
      void emit({ done, total: 2 * total });
    },
  });
  const items = decoded?.items ?? [];
  const certificates = items.filter(({ kind }) => kind === 'certificate');
  const refused = items.filter(({ kind }) => kind !== 'certificate').map(refusalOf);
  let added = 0;
  let known = 0;
  for (let at = 0; at < certificates.length && stop.reason === undefined; at += CHUNK) {
    const fresh: NewCertificate[] = [];
    for (const item of certificates.slice(at, at + CHUNK)) {
      const read = readCertificate(item.der, profile, 'verdicts');
      if (read.ok && isListable(read.value)) {
        fresh.push({ der: item.der, view: read.value, profile, source: 'imported' });
      } else
        refused.push({ source: item.source, message: 'Its validity is no moment that exists, so it cannot be kept.' });
    }
    if (fresh.length === 0) continue;
    const end = await unit.run<{ added: number; known: number }, never>(
      { event: 'certificate.imported', actor: deps.actorOf(caller) },
      async (trx, entry) => {
        const results = await addCertificates(trx, fresh, { newId: deps.newId, at: clock.now(), by: caller.actor });
        const news = results.filter(({ isNew }) => isNew).map(({ record }) => record.sha256);
        entry.data({ added: news.length, known: results.length - news.length, sha256: news });
        return ok({ added: news.length, known: results.length - news.length });
      },
    );
    if (!end.ok) return end;
    added += end.value.added;
    known += end.value.known;
    await emit({ done: items.length + at + CHUNK, total: 2 * items.length + CHUNK });
  }
  return ok({ added, known, unreadable: refused });
}

function refusalOf(item: DecodedInput): { source: string; message: string } {
  const finding = item.findings.find(({ severity }) => severity === 'error');
  const message =
    item.kind === 'unreadable' ? (finding?.message ?? 'It cannot be read.') : `This is a ${nameOf(item.kind)}.`;
  return { source: item.source, message: message.slice(0, 1000) };
}
