import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { readCrl } from '../../pki/crl-read.ts';
import type { ReadCrl } from '../../pki/path/path-types.ts';
import type { Reader } from '../../store/tables.ts';
import { listAuthorities } from '../authorities/index.ts';
import { crlDer, currentCrl } from './crls.store.ts';

/** Lists that are kept read. */
const MOST_READ = 50;

/** The current list of every authority, for whoever judges a path; each is read once. */
export function createCrlReader(db: Reader, oidProfile: () => OidProfile): () => Promise<readonly ReadCrl[]> {
  const read = new Map<string, ReadCrl>();

  async function load(crlId: string): Promise<ReadCrl | undefined> {
    const der = await crlDer(db, crlId);
    const view = der === undefined ? undefined : readCrl(der, oidProfile(), 'verdicts');
    if (der === undefined || view?.ok !== true) return undefined;
    if (read.size >= MOST_READ) read.clear();
    const one = { der, view: view.value };
    read.set(crlId, one);
    return one;
  }

  return async () => {
    const lists: ReadCrl[] = [];
    for (const { authority_id } of await listAuthorities(db)) {
      const facts = await currentCrl(db, authority_id);
      const one = facts === undefined ? undefined : (read.get(facts.crl_id) ?? (await load(facts.crl_id)));
      if (one !== undefined) lists.push(one);
    }
    return lists;
  };
}
