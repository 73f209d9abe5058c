import { Settings, StoredOidProfile } from '../../../../shared/contract/settings.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { canonicalJson, type JsonObject } from '../../../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import { settingDefaults } from './setting-defaults.ts';
import { deleteSetting, readSettings, writeSetting } from './settings.store.ts';

export interface SettingsService {
  /** All settings, defaults where nothing is stored. */
  get(): Promise<Settings>;
  /** Changes what is named; the entry tells the new values. Values were parsed against the contract's schema. */
  /** `voted`: the OID profile is no setting any more; the one in force may be named, and changes nothing. */
  set(
    actor: Actor,
    changes: SettingChanges,
    voted?: { readonly oidProfile: Settings['oidProfile'] },
  ): Promise<Result<Settings, SettingsFault>>;
  /** Told of the settings after each change. Returns what ends it. */
  onChange(listener: (settings: Settings) => void): () => void;
}

/** Two things have one object identifier, in the profile or beyond it: a reader could not tell them apart. */
export type SettingsFault =
  | { readonly code: 'OID_TWICE'; readonly data: { readonly oid: string } }
  /** Operators vote on it. */
  | { readonly code: 'DOCUMENT_VOTED'; readonly data: Readonly<Record<string, never>> };

export type SettingChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsDeps {
  readonly db: Reader;
  readonly unit: Unit;
}

export function createSettingsService({ db, unit }: SettingsDeps): SettingsService {
  const listeners = new Set<(settings: Settings) => void>();

  async function set(
    actor: Actor,
    wished: SettingChanges,
    voted?: { readonly oidProfile: Settings['oidProfile'] },
  ): Promise<Result<Settings, SettingsFault>> {
    const { oidProfile, ...others } = wished;
    const changes: SettingChanges = voted === undefined ? wished : others;
    const done = await unit.run<Settings, SettingsFault>({ event: 'settings.change', actor }, async (trx, entry) => {
      if (voted !== undefined && oidProfile !== undefined && !isEqual(oidProfile, voted.oidProfile))
        return fail({ code: 'DOCUMENT_VOTED', data: {} });
      const oid = changes.oidProfile === undefined ? undefined : oidTwice(changes.oidProfile);
      if (oid !== undefined) return fail({ code: 'OID_TWICE', data: { oid } });
      const before = settingsFrom(await readSettings(trx));
      const changed: Record<string, JsonObject[string]> = {};
      for (const [name, value] of entriesOf(changes)) {
        if (value === undefined || canonicalJson(value) === canonicalJson(before[name])) continue;
        changed[name] = value;
        if (canonicalJson(value) === canonicalJson(settingDefaults[name])) await deleteSetting(trx, name);
        else await writeSetting(trx, name, canonicalJson(value));
      }
      entry.data(changed);
      return ok(settingsFrom(await readSettings(trx)));
    });
    if (done.ok) for (const listener of listeners) listener(done.value);
    return done;
  }

  return {
    get: async () => settingsFrom(await readSettings(db)),
    set,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const StoredSettings = Settings.extend({ oidProfile: StoredOidProfile });

/** Stored values over the defaults. One that this version does not understand is the default again, not an error. */
function settingsFrom(rows: ReadonlyMap<string, string>): Settings {
  let settings = settingDefaults;
  for (const [name, value] of rows) {
    const read = StoredSettings.safeParse({ ...settings, [name]: parseJson(value) });
    if (read.success) settings = read.data;
  }
  return settings;
}

/**
 * Object identifiers that mean something else wherever certificates are read: as an OCPI claim `2.5.29.19` would hide from
 * us who is an authority, and as the usage of identities TLS's own would make clients and servers of them.
 */
const TAKEN =
  /^(?:1\.2\.840\.113549\.1\.9\.(?:14|7|2)|2\.5\.29(?:\.\d+)*|1\.3\.6\.1\.5\.5\.7\.(?:1\.\d+|3\.(?:1|2|9)))$/;

/** The object identifier that a profile gives to two things, or that means something else everywhere. */
export function oidTwice(profile: Settings['oidProfile']): string | undefined {
  const oids = Object.entries(profile).flatMap(([name, oid]) => (name === 'version' || oid === null ? [] : [oid]));
  return oids.find((oid, at) => oids.indexOf(oid) !== at || TAKEN.test(oid));
}

function isEqual(a: Settings['oidProfile'], b: Settings['oidProfile']): boolean {
  return canonicalJson({ ...a }) === canonicalJson({ ...b });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entriesOf(changes: SettingChanges): (readonly [keyof Settings, Settings[keyof Settings] | undefined])[] {
  return Settings.keyof().options.map((name) => [name, changes[name]]);
}
