import { setImmediate as nextTurn } from 'node:timers/promises';
import type { certificatesContract } from '../../../../shared/contract/certificates.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import { bundle } from './certificate-bundle.ts';
import type { CertificatesDeps } from './certificates.deps.ts';
import type { CertificatesService } from './certificates.service.ts';
import { findClaims } from './find-claims.ts';
import { importCertificates } from './import-certificates.ts';

/** Contract → service; role, size and shape were checked before. */
export function certificatesHandlers(
  service: CertificatesService,
  deps: CertificatesDeps,
): Handlers<typeof certificatesContract> {
  const { db, clock, lookups } = deps;
  return {
    certificates: {
      view: (wish) => service.view(wish),
      list: async (query) => ok(await service.list(query)),
      show: ({ certificateId }) => service.show(certificateId),
      import: ({ sources }, context) => importCertificates(deps, context, sources),
      remove: ({ certificateId }, { caller }) => service.remove(caller, certificateId),
      export: ({ certificateId, format }) => service.export(certificateId, format),
      verify: (wish) => service.verify(wish),
      anchors: async () => ok({ anchors: await service.anchors() }),
      trust: (wish, { caller }) => service.trust(caller, wish),
      distrust: ({ certificateId }, { caller }) => service.distrust(caller, certificateId),
      claims: async (wish) => ok(await findClaims(db, lookups, wish, clock.now())),
      bundle: async (wish) => ok(await bundle(db, wish, clock.now(), () => nextTurn(undefined))),
    },
  };
}
