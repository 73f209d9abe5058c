import type { CommonFault, Procedure } from '../../shared/contract/wire/contract.ts';
import type { Provenance } from './store/provenance.ts';

/**
 * A restored or copied workspace may lack what was done since, or the other one may be in use: it only shows, until a
 * person has said that this is the one to work with.
 */
export function restoredGate(provenance: () => Provenance) {
  return (path: string, { role }: Procedure): CommonFault['code'] | undefined =>
    changes(path, role) && provenance().kind !== 'original' && !beforeAcknowledged.has(path)
      ? 'WORKSPACE_UNACKNOWLEDGED'
      : undefined;
}

/** What is nobody's role, but nothing for a workspace that only shows: it asks for no PIN and loads no library. */
const forNobody: ReadonlySet<string> = new Set([
  'tokens.addModule',
  'tokens.inspectLibrary',
  'tokens.signIn',
  'tokens.changePin',
  'operators.signIn',
  'operators.signCommand',
  'operators.recover',
]);

function changes(path: string, role: Procedure['role']): boolean {
  return role !== 'viewer' || forNobody.has(path);
}

/** Calls that change no key and no record, or that are the way out. */
const beforeAcknowledged: ReadonlySet<string> = new Set([
  'workspace.acknowledge',
  'workspace.welcomeDone',
  'workspace.backup',
  'workspace.restore',
  'tokens.signOut',
  'tokens.signOutAll',
  'vault.lock',
]);
