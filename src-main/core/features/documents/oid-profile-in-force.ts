import { OidProfile } from '../../../../shared/contract/settings.ts';
import { OID_PROFILE } from '../../../../shared/domain/documents.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { textsOf } from './documents.store.ts';

export interface OidProfileInForce {
  /** The profile that the roster fixes; undefined when it fixes none, or one that is not stored as such. */
  readonly profile: () => OidProfile | undefined;
  readonly isAltered: () => boolean;
  /** Profiles become known before a vote can make one of them the current one. */
  readonly learn: (text: string) => void;
}

/** The OID profile is asked for in the middle of reading bytes, so its texts are read once, at the start. */
export async function loadOidProfile(
  { operators }: Pick<DocumentsDeps, 'operators'>,
  db: Reader,
): Promise<OidProfileInForce> {
  const known = new Map<string, OidProfile>();
  function learn(text: string): void {
    const profile = readOidProfile(text);
    if (profile !== undefined) known.set(sha256(text), profile);
  }
  (await textsOf(db, OID_PROFILE)).forEach(learn);

  function fixed(): string | undefined {
    const guarded = operators.roster();
    if (guarded.state !== 'good') return undefined;
    return guarded.roster.documents.find(({ document }) => document === OID_PROFILE)?.sha256;
  }

  return {
    learn,
    profile: () => known.get(fixed() ?? ''),
    isAltered: () => {
      const hash = fixed();
      return hash !== undefined && !known.has(hash);
    },
  };
}

function readOidProfile(text: string): OidProfile | undefined {
  try {
    return OidProfile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
