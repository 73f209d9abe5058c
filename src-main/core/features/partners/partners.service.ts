import type { Partner, partnersContract, PartnerSpec, PartnerVersion } from '../../../../shared/contract/partners.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { partnerChanges, type PartnerFacts } from '../../../../shared/domain/partner-changes.ts';
import {
  blankPartner,
  checkPartner,
  type PartnerFinding,
  partnerNameKey,
  usualPartner,
} from '../../../../shared/domain/partners.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { createGatherKeys } from '../../store/gather-keys.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { listPartners, type PartnerQuery } from './partner-list.ts';
import { historyOf } from './partner-history.ts';
import { auditable, authorityNames, toldFindings } from './partner-views.ts';
import type { PartnersDeps } from './partners.deps.ts';
import {
  deletePartner,
  factsOf,
  findConflicts,
  findPartner,
  type PartnerRecord,
  toPartner,
  writePartners,
} from './partners.store.ts';

type PartnerFault = Exclude<RaisedBy<(typeof partnersContract)['partners']['add']>, CommonFault>;

export type PartnersService = ReturnType<typeof createPartnersService>;

/** The registry of partners: who they are, which ids they may speak for and who made sure of that. */
export function createPartnersService(deps: PartnersDeps) {
  const { db, unit, clock } = deps;
  const gather = createGatherKeys(db, deps.pause);

  async function shown(partnerId: string): Promise<Result<{ partner: Partner }, PartnerFault>> {
    const record = await findPartner(db, partnerId);
    if (record === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
    return ok({ partner: toPartner(record, await authorityNames(db)) });
  }

  async function show(partnerId: string) {
    const record = await findPartner(db, partnerId);
    if (record === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
    const partner = toPartner(record, await authorityNames(db));
    return ok({ partner, findings: toldFindings(await judge(db, factsOf(record), partnerId)) });
  }

  async function check(caller: Caller, spec: PartnerSpec, partnerId: string | undefined) {
    return ok({ findings: toldFindings(await judge(db, factsFrom(deps.actorOf(caller).name, spec), partnerId)) });
  }

  /** What the rules and the registry say of facts that are to be stored. */
  async function judge(reader: Reader, facts: PartnerFacts, self?: string): Promise<readonly PartnerFinding[]> {
    const names = await authorityNames(reader);
    const strangers = facts.authorityIds.flatMap((id, place): readonly PartnerFinding[] =>
      names.has(id) ? [] : [{ level: 'fail', code: 'AUTHORITY_UNKNOWN', path: `authorities.${place}`, value: id }],
    );
    return [...checkPartner(facts, clock.now()), ...strangers, ...(await findConflicts(reader, facts, self))];
  }

  async function refusal(trx: Trx, facts: PartnerFacts, self?: string): Promise<PartnerFault | undefined> {
    const reasons = (await judge(trx, facts, self)).filter(({ level }) => level === 'fail');
    return reasons.length === 0 ? undefined : { code: 'PARTNER_REFUSED', data: { findings: toldFindings(reasons) } };
  }

  const deedOf = (caller: Caller) => ({
    at: clock.now().toISOString(),
    by: deps.actorOf(caller).name,
    imported: false,
  });

  async function add(caller: Caller, spec: PartnerSpec) {
    const partnerId = deps.newId();
    const facts = factsFrom(deps.actorOf(caller).name, spec);
    const added = await unit.run(
      {
        event: 'partner.added',
        actor: deps.actorOf(caller),
        subject: partnerId,
        data: { name: facts.name, changes: auditable(partnerChanges(undefined, facts)) },
      },
      async (trx): Promise<Result<undefined, PartnerFault>> => {
        const refused = await refusal(trx, facts);
        if (refused !== undefined) return fail(refused);
        await writePartners(trx, [{ partnerId, facts, before: undefined, deed: 'added' }], deedOf(caller));
        return ok(undefined);
      },
    );
    return added.ok ? shown(partnerId) : added;
  }

  /** Reads what is there, has new facts made of it, and stores them with their history and entry; nothing new is nothing. */
  async function change(
    caller: Caller,
    wish: { readonly partnerId: string; readonly version: number },
    what: { readonly event: string; readonly deed: 'changed' | 'archived' | 'restored' },
    next: (record: PartnerRecord) => Result<PartnerFacts, PartnerFault>,
  ): Promise<Result<{ partner: Partner }, PartnerFault>> {
    const { partnerId, version } = wish;
    const seen = await findPartner(db, partnerId);
    const same = seen === undefined ? undefined : next(seen);
    if (seen?.version === version && same?.ok === true && partnerChanges(factsOf(seen), same.value).length === 0)
      return shown(partnerId);
    const changed = await unit.run(
      { event: what.event, actor: deps.actorOf(caller), subject: partnerId },
      async (trx, entry): Promise<Result<undefined, PartnerFault>> => {
        const before = await findPartner(trx, partnerId);
        if (before === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
        entry.data({ name: before.name });
        if (before.version !== version) return fail({ code: 'PARTNER_CHANGED', data: { version: before.version } });
        const facts = next(before);
        if (!facts.ok) return facts;
        entry.data({
          version: version + 1,
          changes: auditable(partnerChanges(factsOf(before), facts.value)),
        });
        const refused = await refusal(trx, facts.value, partnerId);
        if (refused !== undefined) return fail(refused);
        await writePartners(trx, [{ partnerId, facts: facts.value, before, deed: what.deed }], deedOf(caller));
        return ok(undefined);
      },
    );
    return changed.ok ? shown(partnerId) : changed;
  }

  function edit(caller: Caller, wish: { partnerId: string; version: number; spec: PartnerSpec }) {
    return change(caller, wish, { event: 'partner.changed', deed: 'changed' }, ({ archived }) =>
      archived === 1
        ? fail({ code: 'PARTNER_ARCHIVED', data: {} })
        : ok(factsFrom(deps.actorOf(caller).name, wish.spec)),
    );
  }

  function setArchived(caller: Caller, wish: { partnerId: string; version: number; archived: boolean }) {
    const { archived } = wish;
    const what = archived
      ? ({ event: 'partner.archived', deed: 'archived' } as const)
      : ({ event: 'partner.restored', deed: 'restored' } as const);
    return change(caller, wish, what, (record) => ok({ ...factsOf(record), archived }));
  }

  async function remove(caller: Caller, wish: { partnerId: string; version: number; confirm: string }) {
    const { partnerId, version, confirm } = wish;
    const seen = await findPartner(db, partnerId);
    const claims = seen === undefined ? 0 : await claimsOf(factsOf(seen));
    return unit.run(
      { event: 'partner.removed', actor: deps.actorOf(caller), subject: partnerId },
      async (trx, entry): Promise<Result<Record<string, never>, PartnerFault>> => {
        const before = await findPartner(trx, partnerId);
        if (before === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
        entry.data({ name: before.name, changes: auditable(partnerChanges(factsOf(before), nothing)) });
        if (before.version !== version) return fail({ code: 'PARTNER_CHANGED', data: { version: before.version } });
        if (partnerNameKey(confirm) !== before.name_key) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
        if (claims > 0) return fail({ code: 'PARTNER_IN_USE', data: { claims } });
        await deletePartner(trx, before, deedOf(caller));
        return ok({});
      },
    );
  }

  /** Of the first id that anything claims: one is enough. */
  async function claimsOf({ ids }: PartnerFacts): Promise<number> {
    for (const { id } of ids) {
      const claims = await deps.claimsOf(id);
      if (claims > 0) return claims;
    }
    return 0;
  }

  async function history(wish: { partnerId: string; offset: number; limit: number }) {
    const read: { total: number; rows: PartnerVersion[] } = await historyOf(db, wish, await authorityNames(db));
    return read.total === 0 ? fail({ code: 'PARTNER_NOT_FOUND', data: {} }) : ok(read);
  }

  return {
    list: (query: PartnerQuery) => listPartners(db, gather, query),
    show,
    check,
    add,
    edit,
    setArchived,
    remove,
    history,
  };
}

/** As it is stored; a confirmation by nobody is by whoever enters it. */
function factsFrom(enteredBy: string, spec: PartnerSpec): PartnerFacts {
  const ids = spec.ids.map((one) =>
    one.confirmed?.by.trim() === '' ? { ...one, confirmed: { ...one.confirmed, by: enteredBy } } : one,
  );
  return { ...usualPartner({ ...spec, ids }), archived: false };
}

const nothing: PartnerFacts = { ...blankPartner(), archived: false };
