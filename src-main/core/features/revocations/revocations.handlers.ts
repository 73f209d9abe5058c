import type { revocationsContract } from '../../../../shared/contract/revocations.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { CrlsService } from './crls.service.ts';
import type { RevocationsService } from './revocations.service.ts';

/** Contract → services; role, size and shape were checked before. */
export function revocationsHandlers(
  revocations: RevocationsService,
  crls: CrlsService,
): Handlers<typeof revocationsContract> {
  return {
    revocations: {
      preview: ({ targets, each }) => revocations.preview(targets, each === true),
      revoke: (wish, { caller }) => revocations.decide(caller, { step: 'revoke', ...wish }),
      hold: (wish, { caller }) => revocations.decide(caller, { step: 'hold', reason: 'certificateHold', ...wish }),
      release: (wish, { caller }) =>
        revocations.decide(caller, { step: 'release', reason: 'certificateHold', ...wish }),
      list: async (query) => ok(await revocations.list(query)),
      compromised: ({ certificateId, offset, limit }) => revocations.compromised(certificateId, { offset, limit }),
    },
    crl: {
      status: async () => ok(await crls.status()),
      list: async (query) => ok(await crls.list(query)),
      show: (choice) => crls.show(choice),
      issue: (wish, context) => crls.issue(context, wish),
      export: (choice) => crls.export(choice),
      catchUp: (wish, { caller }) => crls.catchUp(caller, wish),
    },
  };
}
