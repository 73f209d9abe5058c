import { fail, ok } from '../../shared/util/result.ts';
import type { AppContract } from '../../shared/contract/app-contract.ts';
import type { SlotRow } from '../../shared/contract/tokens.ts';
import type { OutputOf } from '../../shared/contract/wire/contract.ts';
import type { FakeDesk, FakeHandlers } from './fake-core.ts';
import { fakeKey, fakeModule, fakeSlot, fakeToken } from './fake-world.ts';

const HEAD = 'a91f03c2'.repeat(8);

/** Answers from the world, as far as pages need them: reads, and the changes that a page shows afterwards. */
export function defaultHandlers(desk: FakeDesk): FakeHandlers {
  return { ...frame(desk), ...tokens(desk), keys: keys(desk), operators: { show: () => ok(noOperators) } };
}

/** Nobody is enrolled: everything may be done. */
const noOperators: OutputOf<AppContract['operators']['show']> = {
  roster: { state: 'none', seq: 0, votesNeeded: 1, singleOperator: false, anchors: [], documents: [] },
  operators: [],
  proposals: [],
};

function frame({ world, tell, watch }: FakeDesk): FakeHandlers {
  return {
    system: {
      status: () =>
        ok({
          version: '0.1.0',
          node: '24.21.0',
          electron: '45.4.1',
          testRuntime: world.testRuntime,
          platform: 'linux x64',
          now: world.now,
          actor: 'brandt',
          auditHead: HEAD,
          auditEntries: 18_442,
          diskFull: false,
          unclear: world.unclear,
        }),
      active: () => ok({}),
      watch,
    },
    audit: {
      verify: () => ok({ verdict: 'intact', anchored: false, entries: 18_442, head: HEAD }),
      list: () => ok({ total: 0, rows: [] }),
      events: () => ok({ events: [] }),
      links: () => ok({ links: [] }),
    },
    checkpoints: { list: () => ok({ total: 0, rows: [], state: { entriesSince: 0, isDue: false } }) },
    csrs: { list: () => ok({ total: 0, rows: [] }) },
    plans: { list: () => ok({ total: 0, red: 0, rows: [] }), timeline: () => ok({ series: [] }) },
    expiry: {
      list: () =>
        ok({ total: 0, rows: [], counts: { ended: 0, week: 0, month: 0, later: 0 }, partners: [], authorities: [] }),
    },
    deliveries: { list: () => ok({ deliveries: [] }) },
    requests: { list: () => ok({ total: 0, rows: [] }), views: () => ok({ views: [] }) },
    workspace: {
      show: () => ok({ workspace: world.workspace }),
      acknowledge: () => {
        world.workspace = { ...world.workspace, provenance: 'original' };
        tell('workspace');
        return ok({ workspace: world.workspace });
      },
      welcomeDone: () => {
        world.workspace = { ...world.workspace, fresh: false };
        tell('workspace');
        return ok({});
      },
      backup: async (_, { emit }) => {
        for (const done of [0, 400, 800, 1024]) await emit({ done, total: 1024 });
        return ok({ path: '/media/usb/gef-2026-11-22', auditHead: HEAD, entries: 18_442 });
      },
      restore: () => ok({ path: '/home/brandt/restored' }),
      check: () =>
        ok({
          findings: [
            { level: 'pass', code: 'DATABASE_SOUND', detail: 'SQLite finds nothing wrong with the database.' },
            { level: 'pass', code: 'AUDIT_INTACT', detail: '18442 entries, unbroken; end not anchored.' },
            { level: 'warn', code: 'SPACE_LOW', detail: '212 MB free' },
          ],
        }),
    },
    settings: {
      get: () => ok({ settings: world.settings }),
      set: ({ changes }) => {
        const named = Object.entries(changes).filter(([, value]) => value !== undefined);
        world.settings = { ...world.settings, ...Object.fromEntries(named) };
        tell('settings', 'audit');
        return ok({ settings: world.settings });
      },
    },
    vault: {
      status: () => ok({ state: 'absent', protectedBy: 'none', secrets: 0, operatingSystem: false }),
      lock: () => ok({}),
    },
  };
}

function tokens(desk: FakeDesk): Pick<FakeHandlers, 'tokens'> {
  const { world, tell, askPin } = desk;
  const change = (tokenUri: string, with_: Partial<NonNullable<SlotRow['token']>>): void => {
    world.slots = world.slots.map((slot) =>
      slot.token?.uri === tokenUri ? { ...slot, token: { ...slot.token, ...with_ } } : slot,
    );
    tell('tokens', 'keys', 'audit');
  };
  return {
    tokens: {
      discover: () => ok({ found: world.found }),
      modules: () => ok({ modules: world.modules }),
      list: () => ok({ slots: world.slots, lookedAt: world.now }),
      inspectLibrary: () =>
        ok({
          library: {
            path: '/opt/vendor/libvendor11.so',
            profile: 'unknown',
            name: 'libvendor11.so',
            sha256: '77ab'.repeat(16),
            state: 'new',
          },
        }),
      addModule: ({ place, sha256 }) => {
        const path = 'path' in place ? place.path : '/opt/vendor/libvendor11.so';
        const found = world.found.find((library) => library.path === path);
        const module = fakeModule(found?.profile ?? 'vendor', found?.name ?? 'libvendor11.so', { path, sha256 });
        world.modules = [...world.modules.filter((other) => other.moduleId !== module.moduleId), module];
        world.found = world.found.map((library) =>
          library.path === path ? { ...library, state: 'added' as const } : library,
        );
        if (!world.slots.some((slot) => slot.moduleId === module.moduleId)) {
          const blank = fakeToken('', '', { initialised: false, userPinSet: false });
          world.slots = [...world.slots, fakeSlot(module, '0', blank)];
        }
        tell('tokens', 'audit');
        return ok({ module });
      },
      removeModule: ({ moduleId }) => {
        world.modules = world.modules.filter((module) => module.moduleId !== moduleId);
        world.slots = world.slots.filter((slot) => slot.moduleId !== moduleId);
        tell('tokens', 'audit');
        return ok({});
      },
      restartHost: () => ok({}),
      mechanisms: () =>
        ok({
          mechanisms: world.mechanisms,
          algorithms: [
            { algorithm: 'ec-p256', canGenerate: true, canSign: true },
            { algorithm: 'ec-p384', canGenerate: true, canSign: true },
            { algorithm: 'rsa-3072', canGenerate: false, canSign: true },
            { algorithm: 'ed25519', canGenerate: false, canSign: false },
          ],
        }),
      init: async ({ moduleId, slotId, label, confirm }, context) => {
        if (confirm !== label) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
        const asked = await askPin(context);
        if (!asked.ok) return asked;
        const token = fakeToken(label, '9e1f0c22d6a07b32', { software: moduleId === 'software' });
        world.slots = world.slots.map((slot) =>
          slot.moduleId === moduleId && slot.slotId === slotId ? { ...slot, token } : slot,
        );
        tell('tokens', 'keys', 'audit');
        return ok({ tokenUri: token.uri });
      },
      signIn: async ({ tokenUri }, context) => {
        const asked = await askPin(context);
        if (!asked.ok) return asked;
        change(tokenUri, { signedIn: 'user', pin: 'none-wrong' });
        return ok({});
      },
      signOut: ({ tokenUri }) => {
        change(tokenUri, { signedIn: 'no' });
        return ok({});
      },
      signOutAll: () => ok({ tokens: 0 }),
      changePin: async (_, context) => {
        const asked = await askPin(context);
        return asked.ok ? ok({}) : asked;
      },
      setPin: async ({ tokenUri }, context) => {
        const asked = await askPin(context);
        if (!asked.ok) return asked;
        change(tokenUri, { userPinSet: true, pin: 'none-wrong' });
        return ok({});
      },
    },
  };
}

function keys({ world, tell, askPin }: FakeDesk): NonNullable<FakeHandlers['keys']> {
  return {
    groups: ({ offset, limit, filter }) => {
      const wanted = (filter ?? '').toLowerCase();
      const rows = world.groups.filter(({ id, owner, counterpart }) =>
        [id, owner, counterpart ?? ''].some((text) => text.toLowerCase().includes(wanted)),
      );
      return ok({ total: rows.length, rows: rows.slice(offset, offset + limit) });
    },
    onToken: ({ tokenUri, offset, limit, filter }) => {
      const token = world.slots.find((slot) => slot.token?.uri === tokenUri)?.token;
      if (token === undefined) return fail({ code: 'TOKEN_NOT_FOUND', data: {} });
      const wanted = (filter ?? '').toLowerCase();
      const rows = (world.keys.get(tokenUri) ?? []).filter(({ key }) => key.label.toLowerCase().includes(wanted));
      return ok({ total: rows.length, signedIn: token.signedIn === 'user', rows: rows.slice(offset, offset + limit) });
    },
    generate: async ({ groupRef, tokenUri, algorithm }, context) => {
      const group = world.groups.find((row) => row.groupRef === groupRef);
      if (group === undefined) return fail({ code: 'GROUP_NOT_FOUND', data: {} });
      const asked = await askPin(context);
      if (!asked.ok) return asked;
      const number = group.generations + 1;
      const key = fakeKey(`${group.id} g${number}`, number.toString(16).padStart(2, '0'));
      const owner = { groupRef, id: group.id, number, purpose: group.purpose, state: 'key-made' } as const;
      world.keys.set(tokenUri, [...(world.keys.get(tokenUri) ?? []), { key, group: owner }]);
      world.groups = world.groups.map((row) => (row === group ? { ...row, generations: number } : row));
      tell('keys', 'tokens', 'audit');
      return ok({
        generation: {
          generationId: `gen-${number}`,
          groupRef,
          number,
          state: 'key-made',
          algorithm: algorithm ?? 'ec-p256',
          tokenUri,
          software: false,
          keyUri: key.uri,
          keyId: key.keyId,
          adopted: false,
          plannedAt: world.now,
          keyMadeAt: world.now,
          csrCount: 0,
          ...(key.spkiSha256 === undefined ? {} : { spkiSha256: key.spkiSha256 }),
        },
      });
    },
    destroy: async ({ tokenUri, keyId, confirm }, context) => {
      const rows = world.keys.get(tokenUri) ?? [];
      const row = rows.find(({ key }) => key.keyId === keyId);
      if (row === undefined) return fail({ code: 'KEY_NOT_FOUND', data: {} });
      if (confirm !== row.key.label) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
      const asked = await askPin(context);
      if (!asked.ok) return asked;
      world.keys.set(
        tokenUri,
        rows.filter((other) => other !== row),
      );
      tell('keys', 'tokens', 'audit');
      return ok({});
    },
    exportPkcs12: async (_, context) => {
      const asked = await askPin(context);
      return asked.ok ? ok({ file: new Uint8Array([0x30, 0x82]), suggestedName: 'key.p12' }) : asked;
    },
  };
}
