import type {
  documentsContract,
  PolicyVersion,
  PolicyView,
  RuleChange,
} from '../../../../shared/contract/documents.ts';
import type { OutputOf } from '../../../../shared/contract/wire/contract.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import { defaultCheckPolicy } from '../../../../shared/domain/default-policy.ts';
import { ruleChanges, scopeOfDocument } from '../../../../shared/domain/documents.ts';
import type { Reader } from '../../store/tables.ts';
import { findAuthority } from '../authorities/index.ts';
import { findPartner } from '../partners/index.ts';
import type { DocumentsDeps, JudgedScope } from './documents.deps.ts';
import { documentNames, findVersion, headsOf } from './documents.store.ts';
import { type Policies, readPolicy } from './policies.ts';
import { isAsHashed, readStandings, versionView } from './stored-documents.ts';

type Policy = (typeof documentsContract)['policy'];
type Deps = Pick<DocumentsDeps, 'db' | 'operators'>;
const MAX_VALUE = 2000;

/** The policy of a scope beside what it narrows and what comes of both. */
export async function policyView(deps: Deps, policies: Policies, document: string): Promise<PolicyView> {
  const { db } = deps;
  const own = await policies.read(db, document);
  const above =
    document === 'policy' ? defaultCheckPolicy : ((await policies.read(db, 'policy')).policy ?? defaultCheckPolicy);
  const effective = await policies.policyFor(db, judgedScope(document));
  const standings = await readStandings(deps, db);
  const heads = await headsOf(db, document);
  const newest = heads.find((row) => row.proposal_id === null);
  const versions = heads.map((row) => versionView(row, standings, row === newest));
  const current = versions.find(({ standing }) => standing === 'current');
  const proposed = versions.find(({ standing }) => standing === 'proposed');
  const isSet = own.kind === 'current' && own.policy !== null;
  return {
    document,
    standing: own.kind === 'altered' ? 'altered' : isSet ? 'current' : 'usual',
    ...(current === undefined ? {} : { sha256: current.sha256, version: current.version }),
    ...(current?.since === undefined ? {} : { since: current.since }),
    policy: plain(own.policy ?? above),
    above: plain(above),
    effective: { policy: plain(effective.policy), sha256: effective.sha256 },
    ...(proposed === undefined ? {} : { proposed }),
  };
}

/** Every scope of which anything was ever stored. */
export async function policyRows(deps: Deps, policies: Policies): Promise<OutputOf<Policy['list']>['policies']> {
  const { db } = deps;
  const standings = await readStandings(deps, db);
  const fixed = standings.guarded.state === 'good' ? standings.guarded.roster.documents : [];
  const stored = await documentNames(db, 'policy');
  const all = [...new Set([...stored, ...fixed.map(({ document }) => document)])];
  const rows: OutputOf<Policy['list']>['policies'] = [];
  for (const document of all.toSorted()) {
    const scope = scopeOfDocument(document);
    if (scope === undefined || rows.length >= 1000) continue;
    const heads = await headsOf(db, document);
    const newest = heads.find((row) => row.proposal_id === null);
    const versions = heads.map((row) => versionView(row, standings, row === newest));
    const shown = versions.find(({ standing }) => standing === 'current') ?? versions[0];
    const read = await policies.read(db, document);
    const anchored = fixed.find((one) => one.document === document)?.sha256;
    rows.push({
      document,
      name: await nameOf(db, document),
      standing: read.kind === 'altered' ? 'altered' : (shown?.standing ?? 'altered'),
      version: shown?.version ?? 0,
      sha256: anchored ?? shown?.sha256 ?? '0'.repeat(64),
      ...(shown?.since === undefined ? {} : { since: shown.since }),
      empty: read.kind === 'current' && read.policy === null,
    });
  }
  return rows;
}

async function nameOf(db: Reader, document: string): Promise<string> {
  const scope = scopeOfDocument(document);
  if (scope?.kind === 'authority') return (await findAuthority(db, scope.authorityId))?.name ?? scope.authorityId;
  if (scope?.kind === 'partner') return (await findPartner(db, scope.partnerId))?.name ?? scope.partnerId;
  return '';
}

/** The versions of a policy, each with what it changes against the one before. */
export async function policyHistory(
  deps: Deps,
  { document, offset, limit }: { readonly document: string; readonly offset: number; readonly limit: number },
): Promise<{ total: number; rows: PolicyVersion[] }> {
  const { db } = deps;
  const standings = await readStandings(deps, db);
  const heads = await headsOf(db, document);
  const newest = heads.find((row) => row.proposal_id === null);
  const rows: PolicyVersion[] = [];
  for (const row of heads.slice(offset, offset + limit)) {
    const stored = await findVersion(db, document, row.version);
    const before = await findVersion(db, document, row.version - 1);
    const policy = stored === undefined ? undefined : readPolicy(stored.text);
    const view = versionView(row, standings, row === newest);
    const sound = stored !== undefined && isAsHashed(stored);
    rows.push({
      ...view,
      standing: sound ? view.standing : 'altered',
      empty: policy === null,
      changes: changesOf((before === undefined ? null : readPolicy(before.text)) ?? null, policy ?? null),
    });
  }
  return { total: heads.length, rows };
}

function changesOf(before: CheckPolicy | null, after: CheckPolicy | null): RuleChange[] {
  const changes = ruleChanges(before ?? defaultCheckPolicy, after ?? defaultCheckPolicy);
  return changes.map(({ rule, ...values }) => ({
    rule,
    before: values.before.slice(0, MAX_VALUE),
    after: values.after.slice(0, MAX_VALUE),
  }));
}

export function judgedScope(document: string): JudgedScope {
  const scope = scopeOfDocument(document);
  if (scope?.kind === 'authority') return { authorityId: scope.authorityId };
  return scope?.kind === 'partner' ? { partnerId: scope.partnerId } : {};
}

/** The same with lists that may be written to, as the contract's types want them. */
export function plain(policy: CheckPolicy): PolicyView['policy'] {
  return structuredClone(policy) as PolicyView['policy']; // a deep copy of readonly data is nobody else's
}
