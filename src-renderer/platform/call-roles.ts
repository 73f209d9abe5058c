import type { AppContract } from '../../shared/contract/app-contract.ts';

type Paths = {
  [F in keyof AppContract]: `${F}.${Extract<keyof AppContract[F], string>}`;
}[keyof AppContract];
type RoleOf<P> = P extends `${infer F}.${infer C}`
  ? F extends keyof AppContract
    ? C extends keyof AppContract[F]
      ? AppContract[F][C] extends { readonly role: infer R }
        ? R
        : never
      : never
    : never
  : never;

/**
 * Who may make the calls behind the window's buttons. The contract itself is no part of the window (its schemas would run
 * here), so the roles stand here once more, and one that differs from the contract's does not compile.
 */
export const callRoles = {
  'authorities.create': 'ca-operator',
  'authorities.link': 'ca-operator',
  'authorities.retire': 'ca-operator',
  'authorities.rollOver': 'ca-operator',
  'authorities.setPolicy': 'ca-operator',
  'certificates.distrust': 'ca-operator',
  'certificates.trust': 'ca-operator',
  'checkpoints.catchUp': 'ca-operator',
  'checkpoints.keepIn': 'ca-operator',
  'crl.catchUp': 'ca-operator',
  'crl.issue': 'ca-operator',
  'csrs.create': 'requester',
  'decisions.importVotes': 'operator',
  'decisions.signPackage': 'operator',
  'due.trustClock': ['approver', 'ca-operator'],
  'evidence.signRejections': 'approver',
  'platforms.add': 'operator',
  'platforms.change': 'operator',
  'platforms.credentials': 'operator',
  'platforms.diagnose': 'operator',
  'platforms.discover': 'operator',
  'platforms.remove': 'operator',
  'platforms.sync': 'operator',
  'platformData.export': 'operator',
  'platformData.person': 'operator',
  'platformData.retain': 'operator',
  'platformData.saveView': 'operator',
  'guides.check': ['requester', 'approver', 'ca-operator', 'auditor'],
  'guides.start': ['requester', 'approver', 'ca-operator', 'auditor'],
  'keys.createGroup': 'requester',
  'keys.destroy': 'requester',
  'keys.generate': 'requester',
  'operators.checkpoint': ['requester', 'approver', 'ca-operator', 'auditor'],
  'operators.importVotes': 'operator',
  'operators.propose': ['approver', 'ca-operator'],
  'operators.signVote': 'operator',
  'operators.vote': 'approver',
  'operators.withdraw': ['approver', 'ca-operator'],
  'partners.add': ['approver', 'ca-operator'],
  'deliveries.seen': 'operator',
  'plans.cancel': ['approver', 'ca-operator'],
  'plans.choose': ['approver', 'ca-operator'],
  'plans.confirm': ['approver', 'ca-operator'],
  'plans.set': ['approver', 'ca-operator'],
  'documents.propose': ['approver', 'ca-operator'],
  'partners.edit': ['approver', 'ca-operator'],
  'policy.propose': ['approver', 'ca-operator'],
  'requestChecks.assign': ['requester', 'approver', 'ca-operator'],
  'requestChecks.confirm': 'approver',
  'requestChecks.prove': ['requester', 'approver', 'ca-operator'],
  'requests.approve': 'ca-operator',
  'requests.drop': ['approver', 'ca-operator'],
  'requests.assignTo': ['approver', 'ca-operator'],
  'requests.claim': ['requester', 'approver', 'ca-operator'],
  'requests.hold': ['approver', 'ca-operator'],
  'requests.import': 'operator',
  'requests.prepare': ['approver', 'ca-operator'],
  'requests.reject': 'approver',
  'requests.saveView': 'operator',
  'requests.watch': 'ca-operator',
  'requests.withdraw': ['requester', 'approver', 'ca-operator'],
  'requests.addNote': ['requester', 'approver', 'ca-operator', 'auditor'],
  'revocations.hold': 'ca-operator',
  'revocations.release': 'ca-operator',
  'revocations.revoke': 'ca-operator',
  'settings.set': 'ca-operator',
  'standing.propose': ['approver', 'ca-operator'],
  'standing.stop': ['requester', 'approver', 'ca-operator', 'auditor'],
} as const satisfies { readonly [P in Paths]?: RoleOf<P> };

export type GuardedCall = keyof typeof callRoles;
