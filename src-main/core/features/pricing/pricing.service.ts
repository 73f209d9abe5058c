import type { pricingContract } from '../../../../shared/contract/pricing.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import type { PlatformThreads } from '../../platform-worker/platform-threads.ts';
import { locationOf, lostVerifier, openObject, tariffsOf } from '../signatures/index.ts';

type Contract = (typeof pricingContract)['pricing'];

export interface PricingDeps {
  readonly threads: Pick<PlatformThreads, 'reader' | 'verifier'>;
}

/** Prices of stored CDRs and of files, computed by a thread that holds nothing. */
export function createPricingService({ threads }: PricingDeps) {
  async function cdr({ rowId, settings, timeZone }: InputOf<Contract['cdr']>) {
    const opened = await openObject(threads, 'cdrs', rowId);
    if (!opened.ok) return opened;
    const { stored, text, version } = opened.value;
    const [place, tariffs] = await Promise.all([locationOf(threads, stored), tariffsOf(threads, stored)]);
    const done = await threads.verifier().verify.price({
      text,
      version,
      tariffs: tariffs.map((tariff) => ({ text: tariff.text, version: tariff.version })),
      timeZone: timeZone ?? place?.timeZone,
      settings,
    });
    if (!done.ok) return lostVerifier(done.error);
    // What was kept could be read once; a CDR that no longer can be is not there as one.
    return done.value.kind === 'report'
      ? ok({ report: done.value.report })
      : fail({ code: 'OBJECT_NOT_FOUND', data: {} } as const);
  }

  async function file({ source, tariffs, version, settings, timeZone }: InputOf<Contract['file']>) {
    const textOf = (content: Uint8Array): string =>
      Buffer.from(content)
        .toString('utf8')
        .replace(/^\uFEFF/, '');
    const done = await threads.verifier().verify.price({
      text: textOf(source.content),
      version,
      tariffs: tariffs.map(({ content }) => ({ text: textOf(content), version: undefined })),
      timeZone,
      settings,
    });
    if (!done.ok) return lostVerifier(done.error);
    return done.value.kind === 'report'
      ? ok({ report: done.value.report })
      : fail({ code: 'PRICE_INPUT', data: { reason: done.value.reason } } as const);
  }

  return { cdr, file };
}
