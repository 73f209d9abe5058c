import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  GenerationState,
  type GroupDefaults,
  type GroupRow,
  type GenerationView,
} from '../../../../shared/contract/keys.ts';
import { KeyPurpose, type TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { checkPartyIds } from '../../../../shared/domain/party-ids.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { createGatherKeys } from '../../store/gather-keys.ts';
import { adoptKey } from './adopt-key.ts';
import { destroyKey, exportPkcs12, type KeyOnToken } from './destroy-key.ts';
import { generateKey, type GenerateInput, recordUnclear } from './generate-key.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { GroupFault } from './keys.faults.ts';
import {
  findGroup,
  findGroupsById,
  generationsInState,
  generationsOfKeys,
  type GroupQuery,
  insertGroup,
  listGenerations,
  listGroups,
  readDefaults,
  toGeneration,
  toGroupRow,
  updateDefaults,
} from './keys.store.ts';
import { settleDestroyed } from './settle-destroyed.ts';
import { resolveUnclear } from './resolve-unclear.ts';

export interface NewGroup {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly owner: string;
  readonly counterpart?: string | undefined;
  readonly defaults: GroupDefaults;
}

interface GroupDetail {
  readonly group: GroupRow;
  readonly defaults: GroupDefaults;
  readonly generations: GenerationView[];
}

export type KeysService = ReturnType<typeof createKeysService>;

/** Key groups and their generations: naming, making, adopting and destroying keys. */
export function createKeysService(outside: Omit<KeysDeps, 'destroying'>) {
  const deps: KeysDeps = { ...outside, destroying: new Set() };
  const { db, unit, tokens } = deps;
  const gather = createGatherKeys(db, () => nextTurn(undefined));

  async function groups(query: GroupQuery): Promise<{ total: number; rows: GroupRow[] }> {
    const { total, rows } = await listGroups(db, gather, query);
    return { total, rows: [...rows] };
  }

  /** By reference, or by id where owner and counterpart leave only one. */
  async function group(wanted: {
    readonly groupRef?: string | undefined;
    readonly id?: string | undefined;
    readonly owner?: string | undefined;
    readonly counterpart?: string | undefined;
  }): Promise<Result<GroupDetail, GroupFault>> {
    const found =
      wanted.groupRef !== undefined
        ? [await findGroup(db, wanted.groupRef)].filter((row) => row !== undefined)
        : await findGroupsById(db, wanted.id ?? '', wanted.owner, wanted.counterpart);
    if (found.length > 1) return fail({ code: 'GROUP_AMBIGUOUS', data: {} });
    const [row] = found;
    if (row === undefined) return fail({ code: 'GROUP_NOT_FOUND', data: {} });
    const generations = await listGenerations(db, row.group_ref);
    return ok({
      group: toGroupRow(row, generations),
      defaults: readDefaults(row),
      generations: generations.map(toGeneration),
    });
  }

  async function createGroup(caller: Caller, wish: NewGroup): Promise<Result<{ group: GroupRow }, GroupFault>> {
    const groupRef = deps.newId();
    return unit.run(
      {
        event: 'key-group.created',
        actor: deps.actorOf(caller),
        subject: groupRef,
        data: { id: wish.id, purpose: wish.purpose, owner: wish.owner, counterpart: wish.counterpart ?? null },
      },
      async (trx): Promise<Result<{ group: GroupRow }, GroupFault>> => {
        const wrong = idFaults(wish.owner, wish.defaults);
        if (wrong.length > 0) return fail({ code: 'GROUP_IDS_WRONG', data: { findings: wrong } });
        const same = await findGroupsById(trx, wish.id, wish.owner, wish.counterpart ?? '');
        if (same.length > 0) return fail({ code: 'GROUP_EXISTS', data: { id: wish.id } });
        const row = {
          group_ref: groupRef,
          id: wish.id,
          purpose: wish.purpose,
          owner: wish.owner,
          owner_key: wish.owner.toLowerCase(),
          counterpart: wish.counterpart ?? null,
          counterpart_key: (wish.counterpart ?? '').toLowerCase(),
          defaults: JSON.stringify(wish.defaults),
          created_at: deps.clock.now().toISOString(),
          created_by: deps.actorOf(caller).name,
        };
        await insertGroup(trx, row);
        return ok({ group: toGroupRow(row, []) });
      },
    );
  }

  async function changeDefaults(
    caller: Caller,
    groupRef: string,
    defaults: GroupDefaults,
  ): Promise<Result<Record<string, never>, GroupFault>> {
    return unit.run(
      { event: 'key-group.changed', actor: deps.actorOf(caller), subject: groupRef },
      async (trx): Promise<Result<Record<string, never>, GroupFault>> => {
        const row = await findGroup(trx, groupRef);
        if (row === undefined) return fail({ code: 'GROUP_NOT_FOUND', data: {} });
        const wrong = idFaults(row.owner, defaults);
        if (wrong.length > 0) return fail({ code: 'GROUP_IDS_WRONG', data: { findings: wrong } });
        await updateDefaults(trx, groupRef, defaults);
        return ok({});
      },
    );
  }

  /** Keys of a token with the group each belongs to. Not signed in: what the token shows without a PIN. */
  async function onToken(input: {
    readonly tokenUri: string;
    readonly offset: number;
    readonly limit: number;
    readonly filter?: string | undefined;
  }) {
    const token = await tokens.find(input.tokenUri);
    if (!token.ok) return token;
    const keys = await tokens.listKeys(token.value);
    if (!keys.ok) return keys;
    if (tokens.isSignedIn(token.value)) await settleDestroyed(deps, deps.system, token.value.uri, keys.value);
    const wanted = (input.filter ?? '').trim().toLowerCase();
    const matches = (key: TokenKey): boolean =>
      wanted === '' ||
      [key.label, key.keyId, key.spkiSha256 ?? '', key.algorithmText].some((text) =>
        text.toLowerCase().includes(wanted),
      );
    const matching = keys.value.filter(matches);
    const page = matching.slice(input.offset, input.offset + input.limit);
    const known = await generationsOfKeys(
      db,
      page.flatMap((key) => key.spkiSha256 ?? []),
    );
    const rows = page.map((key) => {
      const row = known.find((one) => one.spki_sha256 === key.spkiSha256);
      return row === undefined
        ? { key }
        : {
            key,
            group: {
              groupRef: row.group_ref,
              id: row.id,
              number: row.number,
              purpose: KeyPurpose.parse(row.purpose),
              state: GenerationState.parse(row.state),
            },
          };
    });
    return ok({ total: matching.length, signedIn: tokens.isSignedIn(token.value), rows });
  }

  /** A plan without an end was cut off by a crash: at the start it becomes a question. */
  async function reconcile(): Promise<number> {
    const cut = await generationsInState(db, 'planned');
    for (const row of cut) await recordUnclear(deps, deps.system, row.generation_id, 'CUT_OFF');
    return cut.length;
  }

  return {
    groups,
    group,
    createGroup,
    changeDefaults,
    onToken,
    reconcile,
    generate: (context: TokenContext, input: GenerateInput) => generateKey(deps, context, input),
    adopt: (
      context: TokenContext,
      input: { readonly groupRef: string; readonly tokenUri: string; readonly keyId: string },
    ) => adoptKey(deps, context, input),
    resolveUnclear: (context: TokenContext, generationId: string) => resolveUnclear(deps, context, generationId),
    destroy: (context: TokenContext, input: KeyOnToken) => destroyKey(deps, context, input),
    exportPkcs12: (context: TokenContext, input: KeyOnToken) => exportPkcs12(deps, context, input),
  };
}

/** The owner must be a party id, and defaults that no CSR could carry are refused where they are typed. */
function idFaults(owner: string, { ids }: GroupDefaults): { code: string; value: string }[] {
  return [
    ...checkPartyIds('party', [owner]),
    ...checkPartyIds('party', ids.partyIds),
    ...checkPartyIds('sub-cpo', ids.subCpoIds),
    ...checkPartyIds('sub-emsp', ids.subEmspIds),
  ]
    .filter((finding) => finding.severity === 'error')
    .map(({ code, value }) => ({ code, value }));
}
