import type { Handlers } from '../../../shared/contract/wire/serve.ts';
import { ok } from '../../../shared/util/result.ts';
import { viewSession } from '../meter/report-views.ts';
import { verifyCdrMeter } from '../meter/verify-cdr.ts';
import { parseExactly, readObject } from '../ocpi/read/read-object.ts';
import { readTrust, verifyOrder } from './objects.ts';
import { lintOrder, priceOrder, quoteOrder } from './prices.ts';
import { verifyMeterFiles } from './meter-files.ts';
import type { CdrOrder, VerifierContract } from './verifier-contract.ts';

/** The thread that decodes and verifies what partners sent: it has no file, no token and no socket. */
export function verifierHandlers(): Handlers<VerifierContract> {
  return {
    verify: {
      meterFiles: ({ sources, keys }) => ok({ files: verifyMeterFiles(sources, keys) }),
      cdrMeter: (order) => {
        const cdr = cdrOf(order);
        const report = cdr === undefined ? undefined : verifyCdrMeter(cdr, order);
        return ok({ session: report === undefined ? undefined : viewSession(report, { personal: order.personal }) });
      },
      objects: ({ orders, trust }) => {
        const read = readTrust(trust);
        return ok({ reports: orders.map((order) => verifyOrder(order, read)) });
      },
      price: (order) => ok(priceOrder(order)),
      lint: ({ orders }) => ok({ findings: orders.map(lintOrder) }),
      quote: (order) => ok({ quote: quoteOrder(order) }),
    },
  };
}

function cdrOf({ text, version, party }: CdrOrder): Parameters<typeof verifyCdrMeter>[0] | undefined {
  try {
    const { object } = readObject(
      { version, module: 'cdrs', ...(party === undefined ? {} : { party }) },
      parseExactly(text),
    );
    return object?.kind === 'cdr' ? object : undefined;
  } catch {
    return undefined;
  }
}
