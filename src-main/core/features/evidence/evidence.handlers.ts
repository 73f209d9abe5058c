import type { evidenceContract } from '../../../../shared/contract/evidence.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { EvidenceService } from './evidence.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function evidenceHandlers(service: EvidenceService): Handlers<typeof evidenceContract> {
  return {
    evidence: {
      export: (wish) => service.export(wish),
      verify: ({ content, ...pinned }) => service.verify(content, pinned),
      rejection: ({ requestId }) => service.rejection(requestId),
      signRejections: ({ requestIds }, context) => service.signRejections(context, requestIds),
      report: ({ requestId, format }) => service.report(requestId, format),
    },
  };
}
