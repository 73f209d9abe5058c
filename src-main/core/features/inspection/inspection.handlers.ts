import type { inspectionContract } from '../../../../shared/contract/inspection.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { InspectionService } from './inspection.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function inspectionHandlers(service: InspectionService): Handlers<typeof inspectionContract> {
  return {
    inspection: {
      open: (wish, { stop, emit }) => service.open(wish, stop, emit),
      items: (query) => service.items(query),
      findings: ({ inspectionId }) => service.findings(inspectionId),
      show: ({ inspectionId, itemId }) => service.show(inspectionId, itemId),
      compare: (wish) => service.compare(wish),
      close: ({ inspectionId }) => {
        service.close(inspectionId);
        return ok({});
      },
    },
  };
}
