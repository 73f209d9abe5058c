import { appContract } from '../../../shared/contract/app-contract.ts';
import { QuoteReport, QuoteWishInput } from '../../../shared/contract/pricing.ts';
import { lintSentences } from '../../../shared/texts/lint-sentences.ts';
import { priceCauseSentences } from '../../../shared/texts/price-sentences.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInput, readInputs } from '../input-files.ts';
import { table, visible } from '../print.ts';

const { pricing } = appContract;
type End = Promise<Result<CommandAnswer, CommandFault>>;

async function lint({ client, options, io }: CommandContext): End {
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const timeZone = options.text('time-zone');
  const done = await client.pricing.lint({ sources: sources.value, ...(timeZone === undefined ? {} : { timeZone }) });
  if (!done.ok) return done;
  const { files } = done.value;
  const isBad = files.some(({ findings }) => findings.some(({ severity }) => severity === 'fail'));
  const text = files.map(({ file, findings }) => {
    const lines = findings.map(({ code, severity, path, found, wanted }) => {
      const sides = [found === undefined ? '' : `found ${found}`, wanted === undefined ? '' : `wanted ${wanted}`];
      const more = sides.filter((side) => side !== '').join(', ');
      return visible(`${severity}: ${path || 'the tariff'}: ${lintSentences[code]} ${more} [${code}]`);
    });
    return [
      `${visible(file)}: ${findings.length === 0 ? 'nothing to tell' : `${findings.length} findings`}`,
      ...lines,
    ].join('\n');
  });
  return ok({ json: done.value, text: text.join('\n\n'), ...(isBad ? { exit: exitCode.refused } : {}) });
}

async function quote({ client, options, io }: CommandContext): End {
  const wish = QuoteWishInput.safeParse({
    startsAt:
      new Date(options.must('start')).toString() === 'Invalid Date'
        ? ''
        : new Date(options.must('start')).toISOString(),
    chargingMinutes: options.number('minutes'),
    parkingMinutes: options.number('parking') ?? 0,
    energyKwh: energyOf(options.text('kwh'), options.text('kw'), options.number('minutes') ?? 0),
    ...(options.text('current') === undefined ? {} : { currentA: options.text('current') }),
    ...(options.text('time-zone') === undefined ? {} : { timeZone: options.text('time-zone') }),
  });
  if (!wish.success)
    return fail({ code: 'USAGE', data: { detail: 'give --start, --minutes, and --kwh or --kw; see --help' } });
  const source = await readInput(options.words[0] ?? '-', options, io);
  if (!source.ok) return source;
  const done = await client.pricing.quote({ source: source.value, wish: wish.data, settings: {} });
  if (!done.ok) return done;
  const report = done.value.quote;
  const { currency = '', before, after, lines, causes } = report;
  const rows = lines.map((line) => [
    line.startsAt ?? '',
    line.dimension,
    `${line.billed} ${line.unit}`,
    line.price,
    line.before ?? 'unknown',
    line.after ?? 'unknown',
  ]);
  const text = [
    `${before ?? 'not computable'} ${visible(currency)} before taxes, ${after ?? 'unknown'} after taxes`,
    ...(rows.length === 0 ? [] : [table(['from', 'dimension', 'billed', 'price', 'before tax', 'after tax'], rows)]),
    ...causes.map((cause) => `not computable: ${priceCauseSentences[cause]} [${cause}]`),
  ].join('\n');
  return ok({ json: report, text, ...(causes.length > 0 ? { exit: exitCode.refused } : {}) });
}

/** Energy as given, or of a power over the minutes; six decimals, as the contract takes them. */
function energyOf(kwh: string | undefined, kw: string | undefined, minutes: number): string | undefined {
  if (kwh !== undefined || kw === undefined) return kwh;
  const energy = (Number(kw) * minutes) / 60;
  return Number.isFinite(energy) ? energy.toFixed(6) : undefined;
}

export const tariffCommands: readonly Command[] = [
  {
    name: 'tariff lint',
    about: `${pricing.lint.about} Exit code 3 when one cannot mean what it says.`,
    words: { value: 'FILE…|-', least: 1, most: 1000 },
    options: {
      'time-zone': { kind: 'text', value: 'ZONE', about: 'Where it is used; clock changes are looked at then' },
    },
    shape: pricing.lint.output,
    withoutWorkspace: true,
    run: lint,
  },
  {
    name: 'tariff quote',
    about: pricing.quote.about,
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {
      start: {
        kind: 'text',
        required: true,
        value: 'TIME',
        about: 'When the session begins, ISO 8601 with its offset',
      },
      minutes: { kind: 'number', required: true, value: 'N', about: 'Minutes of charging' },
      parking: { kind: 'number', value: 'N', about: 'Minutes of parking after it' },
      kwh: { kind: 'text', value: 'KWH', about: 'Energy' },
      kw: { kind: 'text', value: 'KW', about: 'Power, instead of the energy' },
      current: { kind: 'text', value: 'A', about: 'Current, sum over phases, for tariffs that ask for it' },
      'time-zone': { kind: 'text', value: 'ZONE', about: 'IANA time zone of the location' },
    },
    shape: QuoteReport,
    withoutWorkspace: true,
    run: quote,
  },
];
