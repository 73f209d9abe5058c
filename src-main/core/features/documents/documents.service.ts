import type { documentsContract, DocumentVersion, Put } from '../../../../shared/contract/documents.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { CallContext, Caller } from '../../../../shared/contract/wire/serve.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import { OID_PROFILE, PARTNER_IDS, policyText, scopeOfDocument } from '../../../../shared/domain/documents.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { findAuthority } from '../authorities/index.ts';
import { findPartner } from '../partners/index.ts';
import type { Reader } from '../../store/tables.ts';
import type { DocumentFault, DocumentsDeps } from './documents.deps.ts';
import { documentNames, headsOf, rowsOfHash } from './documents.store.ts';
import { loadOidProfile } from './oid-profile-in-force.ts';
import { createPartnerIds } from './partner-ids.ts';
import { createPolicies } from './policies.ts';
import { policyHistory, policyRows, policyView } from './policy-views.ts';
import { type NewDocument, putDocument } from './put-document.ts';
import { isAsHashed, readStandings, storedDocument, versionView } from './stored-documents.ts';
import { tryPolicy } from './try-policy.ts';

type Calls = typeof documentsContract;
type Answer<T> = Promise<Result<T, DocumentFault>>;

export type DocumentsService = Awaited<ReturnType<typeof createDocumentsService>>;

/** Texts that the roster fixes by their hash: policies, the ids of partners, the OID profile. */
export async function createDocumentsService(deps: DocumentsDeps) {
  const { db } = deps;
  const profile = await loadOidProfile(deps, db);
  const partnerIds = createPartnerIds(deps);
  const policies = createPolicies(deps, profile, partnerIds);

  async function show(document: string): Answer<Awaited<ReturnType<typeof policyView>>> {
    const absent = await absentOwner(document);
    return absent === undefined ? ok(await policyView(deps, policies, document)) : fail(absent);
  }

  async function propose(caller: Caller, document: string, policy: CheckPolicy | null): Answer<Put> {
    const absent = await absentOwner(document);
    if (absent !== undefined) return fail(absent);
    if (policy === null && (await storedDocument(deps, db, document)).kind === 'none')
      return fail({ code: 'DOCUMENT_UNCHANGED', data: {} });
    return putDocument(deps, caller, { document, text: policyText(policy) });
  }

  /** The authority or partner of a policy has to be there. */
  async function absentOwner(document: string): Promise<DocumentFault | undefined> {
    const scope = scopeOfDocument(document);
    if (scope?.kind === 'authority' && (await findAuthority(db, scope.authorityId)) === undefined)
      return { code: 'AUTHORITY_NOT_FOUND', data: {} };
    if (scope?.kind === 'partner' && (await findPartner(db, scope.partnerId)) === undefined)
      return { code: 'PARTNER_NOT_FOUND', data: {} };
    return undefined;
  }

  async function proposeProfile(caller: Caller, oidProfile: OidProfile): Answer<Put> {
    if (deps.operators.roster().state === 'none') return fail({ code: 'ROSTER_ABSENT', data: {} });
    const oid = deps.oidTwice(oidProfile);
    if (oid !== undefined) return fail({ code: 'OID_TWICE', data: { oid } });
    const text = canonicalJson({ ...oidProfile });
    profile.learn(text);
    return putDocument(deps, caller, { document: OID_PROFILE, text });
  }

  async function text(document: string, hash: string | undefined): Answer<{ version: DocumentVersion; text: string }> {
    const stored = hash === undefined ? await storedDocument(deps, db, document) : undefined;
    if (stored?.kind === 'altered') return fail({ code: 'DOCUMENT_ALTERED', data: { document } });
    const rows = hash === undefined ? [] : await rowsOfHash(db, document, hash);
    const record = stored?.kind === 'current' ? stored.record : rows.find(isAsHashed);
    if (record === undefined && rows.length > 0) return fail({ code: 'DOCUMENT_ALTERED', data: { document } });
    if (record === undefined) return fail({ code: 'DOCUMENT_VERSION_NOT_FOUND', data: {} });
    const newest = (await headsOf(db, document)).find((row) => row.proposal_id === null);
    const version = versionView(record, await readStandings(deps, db), newest?.version === record.version);
    return ok({ version, text: record.text });
  }

  return {
    policyFor: policies.policyFor,
    anchoredIds: partnerIds.anchored,
    /** What the roster fixes; undefined where it fixes none. */
    oidProfile: profile.profile,
    list: () => policyRows(deps, policies),
    show,
    propose,
    try: (wish: InputOf<Calls['policy']['try']>, context: CallContext<Calls['policy']['try']>) =>
      tryPolicy(deps, policies, wish, context),
    history: (page: InputOf<Calls['policy']['history']>) => policyHistory(deps, page),
    partnerIds: () => partnerIds.view(db),
    proposePartnerIds: async (caller: Caller): Answer<Put> =>
      deps.operators.roster().state === 'none'
        ? fail({ code: 'ROSTER_ABSENT', data: {} })
        : putDocument(deps, caller, { document: PARTNER_IDS, text: await partnerIds.textOfRegistry(db) }),
    proposeProfile,
    text,
    /** The text in force of any document, for later features that have documents of their own. */
    current: (reader: Reader, document: string) => storedDocument(deps, reader, document),
    /** Every text that was ever stored of a document, the newest first; `intact`: it is the one that was hashed. */
    versions: async (reader: Reader, document: string) => {
      const standings = await readStandings(deps, reader);
      const all = [];
      for (const head of await headsOf(reader, document))
        for (const row of await rowsOfHash(reader, document, head.sha256))
          if (row.version === head.version)
            all.push({ ...versionView(head, standings, false), text: row.text, intact: isAsHashed(row) });
      return all;
    },
    /** Names of stored documents that begin like this. */
    names: (reader: Reader, prefix: string) => documentNames(reader, prefix),
    /** Proposes, or sets, a text of such a document; it was checked by who calls. */
    put: (caller: Caller, wish: NewDocument) => putDocument(deps, caller, wish),
  };
}
