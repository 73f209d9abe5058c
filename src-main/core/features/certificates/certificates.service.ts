import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import type {
  CertificateLinks,
  CertificateRow,
  certificatesContract,
  TrustAnchor,
} from '../../../../shared/contract/certificates.ts';
import type { DecodedItem, PathPurpose, PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { decodeCertificate } from '../../workers/decoded-item.ts';
import { addCertificates } from './add-certificates.ts';
import {
  anchorsFor,
  chainOf,
  isAboveAuthority,
  possibleIssuersOf,
  type StoredCertificate,
} from './certificate-chain.ts';
import { type CertificateFormat, exportChain, type ExportedFile, exportFacts } from './certificate-export.ts';
import { linksOf } from './certificate-links.ts';
import { type CertificateQuery, createCertificateList } from './certificate-list.ts';
import { isListable } from './certificate-record.ts';
import { issuerSpki } from './issuer-key.ts';
import type { CertificatesDeps } from './certificates.deps.ts';
import {
  type CertificateRecord,
  deleteCertificate,
  findById,
  findBySha256,
  toCertificateRow,
  updateCertificate,
} from './certificates.store.ts';
import {
  type ForeignCertificate,
  openCertificates,
  openInput,
  unreadable,
  type UnreadableCertificate,
} from './open-input.ts';
import { withOwnStandings } from './own-standings.ts';
import { judgePath, type NotedAnchor } from './path-verdict.ts';
import { deleteAnchor, listAnchors, putAnchor } from './trust-anchors.ts';

type Contract = (typeof certificatesContract)['certificates'];
export type NoCertificate = { readonly code: 'CERTIFICATE_NOT_FOUND'; readonly data: Record<string, never> };
export type CertificateFault = NoCertificate | UnreadableCertificate;
interface InUse {
  readonly code: 'CERTIFICATE_IN_USE';
  readonly data: { readonly source: CertificateRow['source'] };
}
interface AnchorRefused {
  readonly code: 'ANCHOR_REFUSED';
  readonly data: { readonly reason: AnchorReason };
}
type Nothing = Record<string, never>;

const MOST_SHOWN = 100;

interface Chosen {
  readonly certificates: readonly ForeignCertificate[];
  readonly record: CertificateRecord | undefined;
}

export type CertificatesService = ReturnType<typeof createCertificatesService>;

/** The inventory of certificates, and the view of any certificate whether it is stored or not. */
export function createCertificatesService(deps: CertificatesDeps) {
  const { db, unit, clock, pool } = deps;
  const inventory = createCertificateList(db, () => nextTurn(undefined));
  const notFound = (): Result<never, NoCertificate> => fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} });

  async function toRows(records: readonly CertificateRecord[]): Promise<CertificateRow[]> {
    const standings = await deps.lookups.standings(records);
    return records.map((record) => {
      const revocation = standings.get(record.certificate_id);
      return { ...toCertificateRow(record, clock.now()), ...(revocation === undefined ? {} : { revocation }) };
    });
  }

  /** A stored certificate with its chain, or what was dropped. */
  async function choose(
    wish: Pick<InputOf<Contract['view']>, 'certificateId' | 'sources'>,
  ): Promise<Result<Chosen, CertificateFault>> {
    if (wish.certificateId !== undefined) {
      const record = await findById(db, wish.certificateId);
      const chain = record === undefined ? [] : await chainOf(db, wish.certificateId);
      return chain.length === 0 ? notFound() : ok({ certificates: chain, record });
    }
    const opened = await openCertificates(pool, wish.sources ?? [], deps.oidProfile());
    if (!opened.ok) return opened;
    const [leaf] = opened.value;
    return ok({ certificates: opened.value, record: leaf && (await findBySha256(db, leaf.view.sha256)) });
  }

  async function judge(
    certificates: readonly ForeignCertificate[],
    question: {
      readonly purpose: PathPurpose;
      readonly at: string | undefined;
      readonly anchors?: readonly NotedAnchor[];
      readonly crls?: Awaited<ReturnType<typeof openInput>>['crls'];
    },
  ): Promise<Result<PathVerdict, NoCertificate>> {
    const [leaf, ...others] = certificates;
    if (leaf === undefined) return notFound();
    const profile = deps.oidProfile();
    const judged = judgePath({
      leaf,
      intermediates: [...others, ...(await possibleIssuersOf(db, certificates))],
      anchors: question.anchors ?? (await anchorsFor(db, question.purpose)),
      // Lists of our own count beside those that come along: nobody leaves out what we revoked.
      crls: [...(question.crls ?? []), ...(await deps.lookups.crls())],
      at: question.at === undefined ? clock.now() : new Date(question.at),
      purpose: question.purpose,
      profile,
    });
    return ok(await withOwnStandings(db, deps.lookups, judged));
  }

  async function view(wish: InputOf<Contract['view']>): Promise<
    Result<
      {
        certificates: { item: DecodedItem; stored?: CertificateRow }[];
        path: PathVerdict;
        links?: CertificateLinks;
      },
      CertificateFault
    >
  > {
    const chosen = await choose(wish);
    if (!chosen.ok) return chosen;
    const { certificates, record } = chosen.value;
    const path = await judge(certificates, { purpose: wish.purpose ?? 'any', at: wish.at });
    if (!path.ok) return path;
    const shown: { item: DecodedItem; stored?: CertificateRow }[] = [];
    for (const certificate of certificates.slice(0, MOST_SHOWN)) {
      const stored = await findBySha256(db, certificate.view.sha256);
      const [row] = stored === undefined ? [] : await toRows([stored]);
      const profile = 'profile' in certificate ? (certificate as StoredCertificate).profile : deps.oidProfile();
      shown.push({
        item: decodeCertificate(certificate.der, profile, issuerSpki(certificate, certificates)),
        ...(row === undefined ? {} : { stored: row }),
      });
    }
    const links = record === undefined ? undefined : await linksOf(db, record, deps.lookups);
    return ok({ certificates: shown, path: path.value, ...(links === undefined ? {} : { links }) });
  }

  async function list(query: CertificateQuery): Promise<{ total: number; rows: CertificateRow[] }> {
    const { total, records } = await inventory.list(query, clock.now());
    return { total, rows: await toRows(records) };
  }

  async function show(certificateId: string) {
    const record = await findById(db, certificateId);
    if (record === undefined) return notFound();
    const chain = await chainOf(db, certificateId);
    const rows = await toRows([record, ...chain.map((one) => one.record)]);
    const [certificate] = rows;
    if (certificate === undefined) return notFound();
    return ok({
      certificate,
      links: await linksOf(db, record, deps.lookups),
      chain: rows.slice(1),
    });
  }

  async function remove(caller: Caller, certificateId: string) {
    return unit.run(
      { event: 'certificate.removed', actor: deps.actorOf(caller), subject: certificateId },
      async (trx, entry): Promise<Result<Nothing, NoCertificate | InUse>> => {
        const record = await findById(trx, certificateId);
        if (record === undefined) return notFound();
        const { source } = toCertificateRow(record, clock.now());
        if (source !== 'imported') return fail({ code: 'CERTIFICATE_IN_USE', data: { source } });
        // What an authority issues is judged by every certificate above it: without one its limits would be forgotten.
        const isNeeded =
          record.is_ca === 1 &&
          ((await deps.lookups.isAboveAuthority(trx, record.sha256)) || (await isAboveAuthority(trx, certificateId)));
        if (isNeeded) return fail({ code: 'CERTIFICATE_IN_USE', data: { source: 'authority' } });
        entry.data({ sha256: record.sha256, subject: record.subject });
        await deleteCertificate(trx, record);
        return ok({});
      },
    );
  }

  async function exportOne(
    certificateId: string,
    format: CertificateFormat,
  ): Promise<Result<ExportedFile, CertificateFault>> {
    const chain = await chainOf(db, certificateId);
    const [leaf] = chain;
    if (leaf === undefined) return notFound();
    const name = leaf.record.common_name === '' ? leaf.record.serial : leaf.record.common_name;
    if (format !== 'json')
      return ok(
        exportChain(
          chain.map(({ der }) => der),
          name,
          format,
        ),
      );
    const { certificate } = decodeCertificate(leaf.der, leaf.profile, issuerSpki(leaf, chain));
    return certificate === undefined ? notFound() : ok(exportFacts(certificate, name));
  }

  async function verify(wish: InputOf<Contract['verify']>): Promise<Result<{ path: PathVerdict }, CertificateFault>> {
    const chosen = await choose(wish);
    if (!chosen.ok) return chosen;
    const profile = deps.oidProfile();
    const trusted = wish.trust === undefined ? undefined : await openInput(pool, wish.trust, profile);
    if (trusted?.certificates.length === 0) return fail(unreadable(trusted.others));
    const revoked = wish.crls === undefined ? undefined : await openInput(pool, wish.crls, profile);
    const path = await judge(chosen.value.certificates, {
      purpose: wish.purpose,
      at: wish.at,
      ...(trusted === undefined
        ? {}
        : {
            anchors: trusted.certificates.map((certificate) => ({ certificate, purposes: 'all' as const, note: '' })),
          }),
      ...(revoked === undefined ? {} : { crls: revoked.crls }),
    });
    return path.ok ? ok({ path: path.value }) : path;
  }

  async function anchors(): Promise<TrustAnchor[]> {
    return [...(await listAnchors(db))];
  }

  async function trust(caller: Caller, wish: InputOf<Contract['trust']>) {
    const opened = await openCertificates(pool, [wish.source], deps.oidProfile());
    const end = await unit.run(
      {
        event: 'anchor.added',
        actor: deps.actorOf(caller),
        subject: wish.sha256,
        data: { purposes: [...wish.purposes], note: wish.note },
      },
      async (trx, entry): Promise<Result<TrustAnchor, CertificateFault | AnchorRefused>> => {
        if (!opened.ok) return opened;
        const [certificate, ...more] = opened.value;
        const refused = refusalOf(certificate, more.length, wish.sha256);
        if (certificate === undefined || refused !== undefined) {
          return fail({ code: 'ANCHOR_REFUSED', data: { reason: refused ?? 'several' } });
        }
        const fresh = { ...certificate, profile: deps.oidProfile(), source: 'anchor' as const };
        const at = clock.now();
        const [added] = await addCertificates(trx, [fresh], { newId: deps.newId, at, by: deps.actorOf(caller).name });
        if (added === undefined) return notFound();
        const certificateId = added.record.certificate_id;
        entry.data({ certificateId, subject: added.record.subject });
        await putAnchor(trx, { ...wish, certificateId, at, by: deps.actorOf(caller).name });
        const anchor = (await listAnchors(trx)).find((one) => one.certificateId === certificateId);
        return anchor === undefined ? notFound() : ok(anchor);
      },
    );
    return end.ok ? ok({ anchor: end.value }) : end;
  }

  async function distrust(caller: Caller, certificateId: string) {
    return unit.run(
      { event: 'anchor.removed', actor: deps.actorOf(caller), subject: certificateId },
      async (trx, entry): Promise<Result<Nothing, NoCertificate>> => {
        const record = await findById(trx, certificateId);
        if (record === undefined || !(await deleteAnchor(trx, certificateId))) return notFound();
        entry.data({ sha256: record.sha256, subject: record.subject });
        if (record.source === 'anchor') await updateCertificate(trx, record.row, { source: 'imported' });
        return ok({});
      },
    );
  }

  return { view, list, show, remove, export: exportOne, verify, anchors, trust, distrust };
}

type AnchorReason = z.infer<
  (typeof certificatesContract)['certificates']['trust']['errors']['ANCHOR_REFUSED']
>['reason'];

function refusalOf(
  certificate: ForeignCertificate | undefined,
  more: number,
  sha256: string,
): AnchorReason | undefined {
  if (certificate === undefined || more > 0) return 'several';
  if (certificate.view.sha256 !== sha256) return 'other-hash';
  return certificate.view.isCa && isListable(certificate.view) ? undefined : 'not-a-ca';
}
