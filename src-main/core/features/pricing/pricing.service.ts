import type { pricingContract } from '../../../../shared/contract/pricing.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import type { Clock } from '../../clock.ts';
import type { PlatformThreads } from '../../platform-worker/platform-threads.ts';
import { locationOf, lostVerifier, openObject, tariffsOf } from '../signatures/index.ts';

type Contract = (typeof pricingContract)['pricing'];

export interface PricingDeps {
  readonly threads: Pick<PlatformThreads, 'reader' | 'verifier'>;
  readonly clock: Clock;
}

const MOST_FINDINGS = 2000;

function textOf(content: Uint8Array): string {
  return Buffer.from(content)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

function unreadable(reason: string) {
  return fail({ code: 'PRICE_INPUT', data: { reason: reason.slice(0, 200) } } as const);
}

/** Prices of stored CDRs and of files, computed by a thread that holds nothing. */
export function createPricingService({ threads, clock }: PricingDeps) {
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

  async function lint({ sources, version, timeZone }: InputOf<Contract['lint']>) {
    const now = clock.now().getTime();
    const orders = sources.map(({ content }) => ({ text: textOf(content), version, timeZone, now }));
    const done = await threads.verifier().verify.lint({ orders });
    if (!done.ok) return lostVerifier(done.error);
    const { findings } = done.value;
    const broken = findings.findIndex((found) => found === undefined);
    if (broken >= 0) return unreadable(`${sources[broken]?.name.slice(-100) ?? ''} is no tariff that can be read`);
    return ok({
      files: sources.map(({ name }, index) => ({
        file: name,
        findings: (findings[index] ?? []).slice(0, MOST_FINDINGS),
      })),
    });
  }

  async function quote({ source, wish, settings }: InputOf<Contract['quote']>) {
    const order = { text: textOf(source.content), version: undefined, wish, settings };
    const done = await threads.verifier().verify.quote(order);
    if (!done.ok) return lostVerifier(done.error);
    const found = done.value.quote;
    return found === undefined ? unreadable('the tariff is no JSON object that can be read') : ok({ quote: found });
  }

  async function quoteTariff({ rowId, wish, settings }: InputOf<Contract['quoteTariff']>) {
    const opened = await openObject(threads, 'tariffs', rowId);
    if (!opened.ok) return opened;
    const { text, version } = opened.value;
    const done = await threads.verifier().verify.quote({ text, version, wish, settings });
    if (!done.ok) return lostVerifier(done.error);
    const order = { text, version, timeZone: wish.timeZone, now: clock.now().getTime() };
    const linted = await threads.verifier().verify.lint({ orders: [order] });
    if (!linted.ok) return lostVerifier(linted.error);
    const found = done.value.quote;
    const findings = (linted.value.findings[0] ?? []).slice(0, MOST_FINDINGS);
    return found === undefined ? unreadable('the tariff cannot be read') : ok({ quote: found, findings });
  }

  return { cdr, file, lint, quote, quoteTariff };
}
