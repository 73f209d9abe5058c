import type { KeyAlgorithm } from './key-algorithm.ts';
import type { PartyIdKind } from './party-ids.ts';
import { type PartnerChange, partnerChanges, type PartnerFacts } from './partner-changes.ts';
import {
  checkPartner,
  type IdConfirmation,
  type PartnerContact,
  type PartnerFinding,
  partnerNameKey,
  type RegisteredId,
  registeredIdKey,
  registeredIdShape,
  usualPartner,
} from './partners.ts';

/** An id as a file gives it: without a word on its confirmation the known one stays, null takes it away. */
export interface PatchedId {
  readonly id: string;
  readonly confirmed?: IdConfirmation | null | undefined;
}

/** A partner as a file gives it: what is absent stays as it is. */
export interface PartnerPatch {
  readonly partnerId?: string | undefined;
  readonly name: string;
  readonly platform?: string | undefined;
  /** A kind that is absent stays as it is. */
  readonly ids?: Readonly<Partial<Record<PartyIdKind, readonly PatchedId[]>>> | undefined;
  readonly contacts?: readonly PartnerContact[] | undefined;
  readonly allowedAlgorithms?: readonly KeyAlgorithm[] | undefined;
  readonly maxLifetimeDays?: number | null | undefined;
  readonly allowedNames?: readonly string[] | undefined;
  /** By name: ids of authorities are those of one workspace. */
  readonly authorities?: readonly string[] | undefined;
  readonly notes?: string | undefined;
  readonly archived?: boolean | undefined;
}

/** One partner of a file, or why it cannot be read. */
export interface ImportRow {
  /** Counted from 1. */
  readonly place: number;
  readonly name: string;
  readonly patch: PartnerPatch | undefined;
  readonly findings: readonly PartnerFinding[];
}

export interface KnownPartner {
  readonly partnerId: string;
  readonly version: number;
  readonly facts: PartnerFacts;
}

export interface PlannedRow {
  readonly place: number;
  readonly name: string;
  readonly action: 'add' | 'change' | 'same' | 'refused';
  /** The partner it is about; for a new one the id that the file wishes. */
  readonly partnerId?: string;
  /** The version it changes. */
  readonly version?: number;
  /** What is stored; absent when refused. */
  readonly facts?: PartnerFacts;
  readonly changes: readonly PartnerChange[];
  readonly findings: readonly PartnerFinding[];
}

export interface ImportGround {
  readonly known: readonly KnownPartner[];
  /** Ids of authorities by their name in lower case. */
  readonly authorities: ReadonlyMap<string, string>;
  /** Ids of partners that were removed: never given again. */
  readonly used: ReadonlySet<string>;
  readonly now: Date;
}

/**
 * What a file would do to the registry: each row adds a partner, changes one (found by its id here, else by its name),
 * changes nothing or is refused with the reason. Names and ids are judged as they would stand in the end, so that an id
 * can move from one partner to another within a file. Partners that the file does not name stay as they are.
 */
export function planImport(rows: readonly ImportRow[], ground: ImportGround): readonly PlannedRow[] {
  const drafts = draftRows(rows, ground);
  const refused = new Map<number, readonly PartnerFinding[]>();
  for (let pass = 0; pass < PASSES; pass++) {
    const found = conflictsOf(drafts, ground.known, refused, pass === PASSES - 1);
    if (found.size === 0) break;
    for (const [place, findings] of found) refused.set(place, findings);
  }
  const alike = lookAlikes(drafts, ground.known, refused);
  return drafts.map((draft) => toPlanned(draft, refused.get(draft.row.place), alike.get(draft.row.place) ?? []));
}

/** A refused row falls back to what was there, which may stand in the way of another row: then it is judged again. */
const PASSES = 12;

interface Draft {
  readonly row: ImportRow;
  readonly target: KnownPartner | undefined;
  readonly facts: PartnerFacts | undefined;
  readonly findings: readonly PartnerFinding[];
}

function draftRows(rows: readonly ImportRow[], { known, authorities, used, now }: ImportGround): readonly Draft[] {
  const byId = new Map(known.map((one) => [one.partnerId, one]));
  const byName = new Map(known.map((one) => [partnerNameKey(one.facts.name), one]));
  const taken = new Map<string, ImportRow>();
  return rows.map((row): Draft => {
    const { patch } = row;
    if (patch === undefined) return { row, target: undefined, facts: undefined, findings: row.findings };
    const target =
      (patch.partnerId === undefined ? undefined : byId.get(patch.partnerId)) ?? byName.get(partnerNameKey(patch.name));
    const findings: PartnerFinding[] = [...row.findings];
    const self = target?.partnerId ?? patch.partnerId;
    if (self !== undefined && (taken.has(self) || (target === undefined && used.has(self))))
      findings.push({ level: 'fail', code: taken.has(self) ? 'PARTNER_TWICE' : 'PARTNER_ID_USED', path: 'partnerId' });
    if (self !== undefined) taken.set(self, row);
    const authorityIds = patch.authorities?.flatMap((name, place) => {
      const id = authorities.get(name.trim().toLowerCase());
      if (id === undefined)
        findings.push({ level: 'fail', code: 'AUTHORITY_UNKNOWN', path: `authorities.${place}`, value: name });
      return id ?? [];
    });
    const facts = patched(target?.facts, patch, authorityIds);
    return { row, target, facts, findings: [...findings, ...checkPartner(facts, now)] };
  });
}

function patched(
  old: PartnerFacts | undefined,
  patch: PartnerPatch,
  authorityIds: readonly string[] | undefined,
): PartnerFacts {
  const lifetime = patch.maxLifetimeDays === undefined ? old?.maxLifetimeDays : (patch.maxLifetimeDays ?? undefined);
  const spec = usualPartner({
    name: patch.name,
    platform: patch.platform ?? old?.platform ?? '',
    ids: patchedIds(old?.ids ?? [], patch.ids ?? {}),
    contacts: patch.contacts ?? old?.contacts ?? [],
    allowedAlgorithms: patch.allowedAlgorithms ?? old?.allowedAlgorithms ?? [],
    ...(lifetime === undefined ? {} : { maxLifetimeDays: lifetime }),
    allowedNames: patch.allowedNames ?? old?.allowedNames ?? [],
    authorityIds: authorityIds ?? old?.authorityIds ?? [],
    notes: patch.notes ?? old?.notes ?? '',
  });
  return { ...spec, archived: patch.archived ?? old?.archived ?? false };
}

function patchedIds(old: readonly RegisteredId[], patch: NonNullable<PartnerPatch['ids']>): readonly RegisteredId[] {
  const confirmed = new Map(old.map((one) => [registeredIdKey(one), one.confirmed]));
  return (['party', 'sub-cpo', 'sub-emsp'] as const).flatMap((kind): readonly RegisteredId[] => {
    const given = patch[kind];
    if (given === undefined) return old.filter((one) => one.kind === kind);
    return given.map((one) => {
      const id = one.id.trim();
      const kept = one.confirmed === undefined ? confirmed.get(registeredIdKey({ kind, id })) : one.confirmed;
      return kept === undefined || kept === null ? { kind, id } : { kind, id, confirmed: kept };
    });
  });
}

type Owner = NonNullable<PartnerFinding['other']>;

/** Rows whose name or id belongs to another partner once all rows that are not refused are in force. */
function conflictsOf(
  drafts: readonly Draft[],
  known: readonly KnownPartner[],
  refused: ReadonlyMap<number, unknown>,
  isLast: boolean,
): ReadonlyMap<number, readonly PartnerFinding[]> {
  const open = drafts.filter(
    ({ row, facts, findings }) => facts !== undefined && !refused.has(row.place) && !fails(findings),
  );
  const changed = new Set(open.map(({ target }) => target?.partnerId));
  const names = new Map<string, Owner>();
  const ids = new Map<string, Owner>();
  // In the last pass what was there counts too, so that falling back can stand in nobody's way.
  for (const { partnerId, facts } of known) {
    if (isLast || !changed.has(partnerId)) claim(facts, { partnerId, name: facts.name }, names, ids);
  }
  const found = new Map<number, readonly PartnerFinding[]>();
  for (const { row, target, facts } of open) {
    if (facts === undefined) continue;
    const self = { partnerId: target?.partnerId ?? `row ${row.place}`, name: facts.name };
    const findings = conflictsWith(facts, self.partnerId, names, ids);
    if (findings.length > 0) found.set(row.place, findings);
    else claim(facts, self, names, ids);
  }
  return found;
}

function claim(facts: PartnerFacts, self: Owner, names: Map<string, Owner>, ids: Map<string, Owner>): void {
  names.set(partnerNameKey(facts.name), self);
  if (!facts.archived) for (const one of facts.ids) ids.set(registeredIdKey(one), self);
}

function conflictsWith(
  facts: PartnerFacts,
  self: string,
  names: ReadonlyMap<string, Owner>,
  ids: ReadonlyMap<string, Owner>,
): readonly PartnerFinding[] {
  const findings: PartnerFinding[] = [];
  const namesake = names.get(partnerNameKey(facts.name));
  if (namesake !== undefined && namesake.partnerId !== self)
    findings.push({ level: 'fail', code: 'PARTNER_NAME_TAKEN', path: 'name', value: facts.name, other: namesake });
  if (facts.archived) return findings;
  for (const [place, one] of facts.ids.entries()) {
    const other = ids.get(registeredIdKey(one));
    if (other !== undefined && other.partnerId !== self)
      findings.push({ level: 'fail', code: 'PARTNER_ID_TAKEN', path: `ids.${place}`, value: one.id, other });
  }
  return findings;
}

/** Ids that can be taken for those of another partner, as everything will stand. */
function lookAlikes(
  drafts: readonly Draft[],
  known: readonly KnownPartner[],
  refused: ReadonlyMap<number, unknown>,
): ReadonlyMap<number, readonly PartnerFinding[]> {
  const accepted = drafts.filter(({ row, facts }) => facts !== undefined && !refused.has(row.place));
  const changed = new Set(accepted.map(({ target }) => target?.partnerId));
  const shapes = new Map<string, { readonly key: string; readonly owner: Owner }[]>();
  const put = (facts: PartnerFacts, owner: Owner): void => {
    for (const one of facts.archived ? [] : facts.ids) {
      const shape = registeredIdShape(one.id);
      const there = shapes.get(shape) ?? [];
      if (there.length < MOST_ALIKE) shapes.set(shape, [...there, { key: registeredIdKey(one), owner }]);
    }
  };
  for (const { partnerId, facts } of known) if (!changed.has(partnerId)) put(facts, { partnerId, name: facts.name });
  const ownerOf = ({ row, target }: Draft, name: string): Owner => ({
    partnerId: target?.partnerId ?? `row ${row.place}`,
    name,
  });
  for (const draft of accepted) if (draft.facts !== undefined) put(draft.facts, ownerOf(draft, draft.facts.name));
  const found = new Map<number, readonly PartnerFinding[]>();
  for (const draft of accepted) {
    const self = ownerOf(draft, '').partnerId;
    const findings = (draft.facts?.archived === true ? [] : (draft.facts?.ids ?? [])).flatMap((one, place) => {
      const other = shapes
        .get(registeredIdShape(one.id))
        ?.find(({ key, owner }) => owner.partnerId !== self && key !== registeredIdKey(one));
      return other === undefined ? [] : [lookAlike(place, one.id, other.owner)];
    });
    if (findings.length > 0) found.set(draft.row.place, findings);
  }
  return found;
}

/** Beyond so many of one shape a warning names one of them anyway. */
const MOST_ALIKE = 8;

/** The warning on an id that can be taken for another partner's. */
export function lookAlike(place: number, value: string, other: Owner): PartnerFinding {
  return { level: 'warn', code: 'PARTNER_ID_LOOK_ALIKE', path: `ids.${place}`, value, other };
}

function toPlanned(
  { row, target, facts, findings }: Draft,
  conflicts: readonly PartnerFinding[] | undefined,
  alike: readonly PartnerFinding[],
): PlannedRow {
  const all = [...findings, ...(conflicts ?? []), ...alike];
  const self = target?.partnerId ?? row.patch?.partnerId;
  const base = {
    place: row.place,
    name: row.name,
    ...(self === undefined ? {} : { partnerId: self }),
    ...(target === undefined ? {} : { version: target.version }),
  };
  if (facts === undefined || fails(all)) return { ...base, action: 'refused', changes: [], findings: all };
  const changes = partnerChanges(target?.facts, facts);
  const action = target === undefined ? 'add' : changes.length === 0 ? 'same' : 'change';
  return { ...base, action, facts, changes, findings: all };
}

function fails(findings: readonly PartnerFinding[]): boolean {
  return findings.some(({ level }) => level === 'fail');
}
