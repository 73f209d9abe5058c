import type { tlsContract } from '../../../../shared/contract/tls.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { TlsService } from './tls.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function tlsHandlers(service: TlsService): Handlers<typeof tlsContract> {
  return {
    tls: {
      probe: (wish, context) => service.probe(context, wish),
      listen: (wish, context) => service.listen(context, wish),
    },
  };
}
