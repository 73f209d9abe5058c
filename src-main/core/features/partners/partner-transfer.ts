import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { ImportCounts, ImportedPartner, partnersContract } from '../../../../shared/contract/partners.ts';
import type { CommonFault, OutputOf, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { type PlannedRow, planImport } from '../../../../shared/domain/partner-import.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import {
  type FileFault,
  partnerSchema,
  readPartnerFile,
  type ReadFile,
  writePartnerJson,
  writePartnerTable,
} from './partner-files.ts';
import { auditable, authorityNames, namedAuthorities, toldFindings } from './partner-views.ts';
import type { PartnersDeps } from './partners.deps.ts';
import { findPartner, loadRegistry, removedPartners, type WrittenPartner, writePartners } from './partners.store.ts';

type Contract = (typeof partnersContract)['partners'];
type ImportFault = Exclude<RaisedBy<Contract['import']>, CommonFault>;

export type PartnerTransfer = ReturnType<typeof createPartnerTransfer>;

/** Import with a preview, and export, of the registry as files. */
export function createPartnerTransfer(deps: PartnersDeps) {
  const { db, unit, clock } = deps;

  async function planOf(reader: Reader, { rows }: ReadFile): Promise<readonly PlannedRow[]> {
    const names = await authorityNames(reader);
    return planImport(rows, {
      known: await loadRegistry(reader),
      authorities: new Map([...names].map(([id, name]) => [name.trim().toLowerCase(), id])),
      used: await removedPartners(reader),
      now: clock.now(),
    });
  }

  async function preview(source: InputSource): Promise<Result<OutputOf<Contract['preview']>, FileFault>> {
    const file = readPartnerFile(source);
    if (!file.ok) return file;
    const plan = await planOf(db, file.value);
    const names = await authorityNames(db);
    const rows = plan.map((row): ImportedPartner => ({
      place: row.place,
      name: row.name.slice(0, 200),
      action: row.action,
      ...(row.partnerId === undefined ? {} : { partnerId: row.partnerId }),
      changes: [...namedAuthorities(row.changes, names)],
      findings: toldFindings(row.findings),
    }));
    const { format } = file.value;
    return ok({ format, sha256: sha256Of(source.content), planSha256: digestOf(plan), counts: countsOf(plan), rows });
  }

  async function importFile(
    caller: Caller,
    wish: {
      readonly source: InputSource;
      readonly sha256: string;
      readonly planSha256: string;
      readonly skipRefused: boolean;
    },
  ): Promise<Result<{ counts: ImportCounts }, ImportFault>> {
    const file = readPartnerFile(wish.source);
    if (!file.ok) return file;
    const fileSha256 = sha256Of(wish.source.content);
    return unit.run(
      { event: 'partner.imported', actor: deps.actorOf(caller), data: { sha256: fileSha256 } },
      async (trx, entry): Promise<Result<{ counts: ImportCounts }, ImportFault>> => {
        const plan = await planOf(trx, file.value);
        if (fileSha256 !== wish.sha256 || digestOf(plan) !== wish.planSha256)
          return fail({ code: 'IMPORT_CHANGED', data: {} });
        const counts = countsOf(plan);
        if (counts.refused > 0 && !wish.skipRefused)
          return fail({ code: 'IMPORT_REFUSED', data: { refused: counts.refused } });
        const written: WrittenPartner[] = [];
        for (const { action, facts, partnerId } of plan) {
          if (facts === undefined || (action !== 'add' && action !== 'change')) continue;
          const before = action === 'change' && partnerId !== undefined ? await findPartner(trx, partnerId) : undefined;
          const deed = before === undefined ? 'added' : deedOf(before.archived === 1, facts.archived);
          written.push({ partnerId: partnerId ?? deps.newId(), facts, before, deed });
        }
        const at = clock.now().toISOString();
        await writePartners(trx, written, { at, by: deps.actorOf(caller).name, imported: true });
        entry.data({ ...counts, partners: plan.flatMap(auditableRow) });
        return ok({ counts });
      },
    );
  }

  async function exportAll(format: 'json' | 'csv' | 'schema', archived: boolean) {
    if (format === 'schema')
      return fileOf(partnerSchema(), 'ocpi-console-partners.schema.json', 'application/schema+json');
    const names = await authorityNames(db);
    const partners = (await loadRegistry(db))
      .filter(({ facts }) => archived || !facts.archived)
      .map(({ partnerId, facts }) => ({
        partnerId,
        facts,
        authorities: facts.authorityIds.flatMap((id) => names.get(id) ?? []),
      }));
    return format === 'json'
      ? fileOf(writePartnerJson(partners), 'partners.json', 'application/json')
      : fileOf(writePartnerTable(partners), 'partners.csv', 'text/csv');
  }

  return { preview, import: importFile, export: exportAll };
}

function deedOf(wasArchived: boolean, isArchived: boolean): WrittenPartner['deed'] {
  if (wasArchived === isArchived) return 'changed';
  return isArchived ? 'archived' : 'restored';
}

/** What a plan would do, to the last value: another registry or another file has another one. */
function digestOf(plan: readonly PlannedRow[]): string {
  const said = plan.map(({ place, action, partnerId, version, facts }) => [place, action, partnerId, version, facts]);
  return sha256(JSON.stringify(said));
}

function countsOf(plan: readonly PlannedRow[]): ImportCounts {
  const counts = { add: 0, change: 0, same: 0, refused: 0 };
  for (const { action } of plan) counts[action] += 1;
  return counts;
}

function auditableRow({ action, name, partnerId, changes }: PlannedRow) {
  if (action === 'same' || action === 'refused') return [];
  return [{ action, name, partnerId: partnerId ?? null, changes: auditable(changes) }];
}

function fileOf(text: string, suggestedName: string, mediaType: string) {
  return { content: new Uint8Array(Buffer.from(text, 'utf8')), suggestedName, mediaType };
}
