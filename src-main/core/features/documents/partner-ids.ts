import { PartnerIds, type PartnerIdsView } from '../../../../shared/contract/documents.ts';
import {
  PARTNER_IDS,
  partnerIdChanges,
  partnerIdKey,
  partnerIdsText,
  type RegisteredIdOf,
} from '../../../../shared/domain/documents.ts';
import type { Reader } from '../../store/tables.ts';
import { loadRegistryPart } from '../partners/index.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { headsOf } from './documents.store.ts';
import { readStandings, storedDocument, versionView } from './stored-documents.ts';

/** Ids for which somebody may speak; none at all when the stored list is not the one that the roster fixes. */
export interface AnchoredIds {
  readonly sha256: string;
  readonly keys: ReadonlySet<string>;
}

export type PartnerIdsInForce = ReturnType<typeof createPartnerIds>;

const MOST_SHOWN = 500;

/** The ids of partners that the roster fixes. The list is long, so it is hashed once and then kept under its hash. */
export function createPartnerIds(deps: Pick<DocumentsDeps, 'operators' | 'pause'>) {
  let kept: (AnchoredIds & { readonly altered: false }) | undefined;

  function fixed(): string | undefined {
    const guarded = deps.operators.roster();
    if (guarded.state !== 'good') return undefined;
    return guarded.roster.documents.find(({ document }) => document === PARTNER_IDS)?.sha256;
  }

  async function load(db: Reader): Promise<(AnchoredIds & { readonly altered: boolean }) | undefined> {
    const hash = fixed();
    if (hash === undefined) return undefined;
    if (kept?.sha256 === hash) return kept;
    const stored = await storedDocument(deps, db, PARTNER_IDS);
    const ids = stored.kind === 'current' ? readIds(stored.record.text) : undefined;
    if (ids === undefined) return { sha256: hash, keys: new Set(), altered: true };
    kept = { sha256: hash, keys: new Set(ids.map(partnerIdKey)), altered: false };
    return kept;
  }

  /** The registry as a document. */
  async function textOfRegistry(db: Reader): Promise<string> {
    return partnerIdsText((await readRegistry(deps, db)).ids);
  }

  async function view(db: Reader): Promise<PartnerIdsView> {
    const stored = await storedDocument(deps, db, PARTNER_IDS);
    const ids = stored.kind === 'current' ? readIds(stored.record.text) : undefined;
    const standing =
      stored.kind === 'none' || fixed() === undefined ? 'none' : ids === undefined ? 'altered' : 'current';
    const anchored = standing === 'current' ? (ids ?? []) : [];
    const { ids: registered, names } = await readRegistry(deps, db);
    const named = (one: RegisteredIdOf) => ({ ...one, name: names.get(one.partnerId) ?? '' });
    const { added, removed } = partnerIdChanges(anchored, registered);
    const standings = await readStandings(deps, db);
    const versions = (await headsOf(db, PARTNER_IDS)).map((row) => versionView(row, standings, false));
    const proposed = versions.find((one) => one.standing === 'proposed');
    return {
      standing,
      ids: anchored.length,
      registered: registered.length,
      added: added.slice(0, MOST_SHOWN).map(named),
      removed: removed.slice(0, MOST_SHOWN).map(named),
      addedCount: added.length,
      removedCount: removed.length,
      ...(proposed === undefined ? {} : { proposed }),
    };
  }

  return {
    /** Undefined: the roster fixes none, so those of the registry count. */
    anchored: load as (db: Reader) => Promise<AnchoredIds | undefined>,
    isAltered: async (db: Reader): Promise<boolean> => (await load(db))?.altered ?? false,
    textOfRegistry,
    view,
  };
}

/** So many partners are read at once: some milliseconds. */
const PART = 200;

/** Ids of partners that are not archived, and all names. Read in parts, so that thousands hold nobody up. */
async function readRegistry({ pause }: Pick<DocumentsDeps, 'pause'>, db: Reader) {
  const ids: RegisteredIdOf[] = [];
  const names = new Map<string, string>();
  for (let after: string | undefined = ''; after !== undefined;) {
    const part = await loadRegistryPart(db, after, PART);
    for (const { partnerId, facts } of part) {
      names.set(partnerId, facts.name);
      if (!facts.archived) ids.push(...facts.ids.map(({ kind, id }) => ({ partnerId, kind, id })));
    }
    after = part.length < PART ? undefined : part.at(-1)?.partnerId;
    await pause();
  }
  return { ids, names };
}

function readIds(text: string): readonly RegisteredIdOf[] | undefined {
  try {
    const read = PartnerIds.safeParse(JSON.parse(text));
    return read.success ? read.data.map(([partnerId, kind, id]) => ({ partnerId, kind, id })) : undefined;
  } catch {
    return undefined;
  }
}
