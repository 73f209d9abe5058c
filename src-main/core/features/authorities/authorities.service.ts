import type {
  AuthorityRow,
  AuthoritySpec,
  IssuingPolicy,
  NameConstraint,
} from '../../../../shared/contract/authorities.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fileStem } from '../../../../shared/util/file-stem.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { z } from 'zod';
import { readCertificate } from '../../pki/certificate-read.ts';
import { writePem } from '../../pki/pem.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault, RetireFault } from './authorities.deps.ts';
import {
  authoritiesInState,
  type AuthorityRecord,
  chainSha256s,
  countUnclearAuthorities,
  findAuthority,
  kindsOf,
  listAuthorities,
  specOf,
  toAuthorityRow,
  updateAuthority,
} from './authorities.store.ts';
import { checkPolicy, windowOf } from './check-authority.ts';
import { constraintsOf } from './constraint-text.ts';
import { countIssued, crossCertificatesOf, issuancesInSigning, updateIssuance } from './issuances.store.ts';
import { fixChains } from './fix-chains.ts';
import { shownState } from './issuer.ts';
import { linkAuthority, type LinkInput } from './link-authority.ts';
import { judgeSpec, makeAuthority, recordUnclear } from './make-authority.ts';
import { resolveAuthority } from './resolve-authority.ts';
import { rollOverAuthority } from './roll-over.ts';

type Constraint = z.infer<typeof NameConstraint>;

export type AuthoritiesService = ReturnType<typeof createAuthoritiesService>;

/** Authorities: made, linked, rolled over, retired; what they may issue, and their certificates. */
export function createAuthoritiesService(deps: AuthoritiesDeps) {
  const { db, unit, clock, tokens } = deps;

  async function rowOf(authorityId: string): Promise<Result<{ authority: AuthorityRow }, AuthorityFault>> {
    const row = await findAuthority(db, authorityId);
    if (row === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
    const issued = await countIssued(db);
    return ok({ authority: toAuthorityRow(row, issued.get(authorityId) ?? 0, clock.now()) });
  }

  async function list(): Promise<{ authorities: AuthorityRow[] }> {
    const issued = await countIssued(db);
    const rows = await listAuthorities(db);
    return { authorities: rows.map((row) => toAuthorityRow(row, issued.get(row.authority_id) ?? 0, clock.now())) };
  }

  async function show(authorityId: string) {
    const row = await findAuthority(db, authorityId);
    const shown = await rowOf(authorityId);
    if (row === undefined || !shown.ok) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
    const spec = specOf(row);
    const chain = await chainOf(row);
    const read = chain[0] === undefined ? undefined : readCertificate(chain[0], deps.oidProfile(), 'verdicts');
    const view = read?.ok === true ? read.value : undefined;
    const inCertificate = constraintsOf(view);
    return ok({
      ...shown.value,
      pathLength: view === undefined ? (spec?.pathLength ?? null) : inCertificate.pathLength,
      permitted: [...(spec?.permitted ?? inCertificate.permitted)] as Constraint[],
      excluded: [...(spec?.excluded ?? inCertificate.excluded)] as Constraint[],
      chainPem: chain.map((der) => writePem('CERTIFICATE', der)).join(''),
      crossCertificates: [...(await crossCertificatesOf(db, authorityId))],
      keyThere: await keyThere(row),
    });
  }

  /** What is there of the recorded certificates, its own first, up to the first that is not. */
  async function chainOf(row: AuthorityRecord): Promise<readonly Uint8Array[]> {
    const found = await deps.certificates.exactly(db, chainSha256s(row));
    const end = found.indexOf(undefined);
    return found.slice(0, end < 0 ? undefined : end).flatMap((der) => der ?? []);
  }

  async function keyThere(row: AuthorityRecord): Promise<'yes' | 'no' | 'unknown'> {
    const token = tokens.resolve(row.token_uri);
    // Signed out, a token shows fewer keys than it has.
    if (!token.ok || !tokens.isSignedIn(token.value)) return 'unknown';
    const keys = await tokens.listKeys(token.value);
    if (!keys.ok) return 'unknown';
    return keys.value.some(({ spkiSha256 }) => spkiSha256 === row.spki_sha256) ? 'yes' : 'no';
  }

  async function check(spec: AuthoritySpec) {
    const judged = await judgeSpec(deps, spec);
    if (!judged.ok) return judged;
    const { notAfter } = windowOf(spec, clock.now());
    return ok({
      findings: judged.value.slice(0, 200).map((finding) => ({ ...finding })),
      // A year of five digits is a finding, and no date of the contract.
      ...(notAfter.getUTCFullYear() > 9999 ? {} : { notAfter: notAfter.toISOString() }),
    });
  }

  async function create(context: TokenContext, spec: AuthoritySpec) {
    const made = await makeAuthority(deps, context, spec);
    return made.ok ? rowOf(made.value) : made;
  }

  async function link(context: TokenContext, input: LinkInput) {
    const linked = await linkAuthority(deps, context, input);
    return linked.ok ? rowOf(linked.value) : linked;
  }

  async function rollOver(
    context: TokenContext,
    input: { readonly authorityId: string; readonly spec: AuthoritySpec; readonly cross: boolean },
  ) {
    const rolled = await rollOverAuthority(deps, context, input);
    if (!rolled.ok) return rolled;
    const row = await rowOf(rolled.value.authorityId);
    return row.ok ? ok({ ...row.value, crossCertificates: [...rolled.value.crossCertificates] }) : row;
  }

  async function setPolicy(caller: Caller, authorityId: string, policy: IssuingPolicy) {
    const changed = await unit.run(
      { event: 'authority.policy-changed', actor: deps.actorOf(caller), subject: authorityId, data: { policy } },
      async (trx): Promise<Result<undefined, AuthorityFault>> => {
        const row = await findAuthority(trx, authorityId);
        if (row === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
        if (row.state === 'retired') return fail({ code: 'AUTHORITY_STATE', data: { state: 'retired' } });
        const bad = checkPolicy(policy, kindsOf(row)).filter(({ level }) => level === 'fail');
        const findings = bad.map(({ code, path, value }) => ({
          code,
          path,
          ...(value === undefined ? {} : { value }),
        }));
        if (findings.length > 0) return fail({ code: 'AUTHORITY_SPEC_REFUSED', data: { findings } });
        await updateAuthority(trx, authorityId, { policy: JSON.stringify(policy) });
        return ok(undefined);
      },
    );
    return changed.ok ? rowOf(authorityId) : changed;
  }

  async function retire(caller: Caller, authorityId: string, confirm: string) {
    const retired = await unit.run(
      { event: 'authority.retired', actor: deps.actorOf(caller), subject: authorityId },
      async (trx): Promise<Result<undefined, RetireFault>> => {
        const row = await findAuthority(trx, authorityId);
        if (row === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
        if (row.state !== 'active') return fail({ code: 'AUTHORITY_STATE', data: { state: shownState(row) } });
        if (confirm !== row.name) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
        await updateAuthority(trx, authorityId, { state: 'retired' });
        return ok(undefined);
      },
    );
    return retired.ok ? rowOf(authorityId) : retired;
  }

  async function resolveUnclear(context: TokenContext, authorityId: string) {
    const resolved = await resolveAuthority(deps, context, authorityId);
    if (!resolved.ok) return resolved;
    return resolved.value ? rowOf(authorityId) : ok({});
  }

  async function exportOne(authorityId: string, format: 'pem' | 'der' | 'chain-pem' | 'pkcs7') {
    const row = await findAuthority(db, authorityId);
    if (row === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
    const chain = await chainOf(row);
    const [own] = chain;
    if (own === undefined) return fail({ code: 'AUTHORITY_STATE', data: { state: shownState(row) } });
    const name = fileStem(row.name, 'authority');
    const pem = (ders: readonly Uint8Array[]): Uint8Array =>
      new Uint8Array(Buffer.from(ders.map((der) => writePem('CERTIFICATE', der)).join(''), 'ascii'));
    switch (format) {
      case 'pem':
        return ok({ content: pem([own]), suggestedName: `${name}.pem`, mediaType: 'application/x-pem-file' });
      case 'der':
        return ok({ content: own, suggestedName: `${name}.cer`, mediaType: 'application/pkix-cert' });
      case 'chain-pem':
        return ok({ content: pem(chain), suggestedName: `${name}.chain.pem`, mediaType: 'application/x-pem-file' });
      case 'pkcs7':
        return ok({
          content: deps.certificates.pkcs7(chain),
          suggestedName: `${name}.p7b`,
          mediaType: 'application/x-pkcs7-certificates',
        });
    }
  }

  /**
   * What a crash cut off: an authority without its certificate becomes a question, and a certificate that was being
   * signed becomes `unclear` and counts as issued. Answers how many.
   */
  async function reconcile(): Promise<number> {
    await fixChains(deps);
    const cut = await authoritiesInState(db, 'planned');
    for (const { authority_id } of cut) await recordUnclear(deps, deps.system, authority_id, 'CUT_OFF');
    const signing = await issuancesInSigning(db);
    for (const { issuance_id, authority_id, serial, tbs_sha256 } of signing) {
      const data = { code: 'CUT_OFF', authorityId: authority_id, serial, tbsSha256: tbs_sha256 };
      await unit.run({ event: 'issuance.unclear', actor: deps.system, subject: issuance_id, data }, async (trx) => {
        await updateIssuance(trx, issuance_id, { state: 'unclear', ended_at: clock.now().toISOString() });
        return ok(undefined);
      });
    }
    return cut.length + signing.length;
  }

  return {
    list,
    show,
    check,
    create,
    link,
    setPolicy,
    rollOver,
    retire,
    resolveUnclear,
    countUnclear: () => countUnclearAuthorities(db),
    export: exportOne,
    reconcile,
  };
}
