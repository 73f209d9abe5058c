import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { PriceReport, type PriceSettingsInput } from '../../../shared/contract/pricing.ts';
import { ocpiVersions } from '../../../shared/domain/ocpi-version.ts';
import {
  mismatchReasonSentences,
  priceCauseSentences,
  priceNoteSentences,
  priceVerdictTitles,
} from '../../../shared/texts/price-sentences.ts';
import { meterVerdictSentences } from '../../../shared/texts/meter-sentences.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInput, readInputs } from '../input-files.ts';
import { table, visible } from '../print.ts';
import { GOOD, sessionText } from './meter.ts';
import { objectText } from './signed-objects.ts';

const { pricing } = appContract;
type End = Promise<Result<CommandAnswer, CommandFault>>;

const settingOptions: Readonly<Record<string, CommandOption>> = {
  'time-zone': { kind: 'text', value: 'ZONE', about: 'IANA time zone of the location, such as Europe/Berlin' },
  'step-size': { kind: 'text', value: 'session|period|ignored', about: 'How step_size is read; session is the text' },
  flat: { kind: 'text', value: 'session|element|period', about: 'How often a flat price is charged; session is usual' },
  rounding: { kind: 'text', value: 'exact|line', about: 'Whether each line is rounded before it is added' },
  tolerance: { kind: 'text', value: 'AMOUNT', about: 'Greatest difference that still matches' },
};

const STEPS = ['session', 'period', 'ignored'] as const;
const FLATS = ['session', 'element', 'period'] as const;
const ROUNDINGS = ['exact', 'line'] as const;

function readSettings({ options }: Pick<CommandContext, 'options'>): Result<PriceSettingsInput, CommandFault> {
  const stepSize = STEPS.find((one) => one === options.text('step-size'));
  const flat = FLATS.find((one) => one === options.text('flat'));
  const rounding = ROUNDINGS.find((one) => one === options.text('rounding'));
  const tolerance = options.text('tolerance');
  const wrong =
    (options.text('step-size') !== undefined && stepSize === undefined && '--step-size') ||
    (options.text('flat') !== undefined && flat === undefined && '--flat') ||
    (options.text('rounding') !== undefined && rounding === undefined && '--rounding') ||
    (tolerance !== undefined && !/^\d{1,6}(?:\.\d{1,6})?$/.test(tolerance) && '--tolerance');
  if (wrong) return fail({ code: 'USAGE', data: { detail: `${wrong} has another form; see --help` } });
  return ok({
    ...(stepSize === undefined ? {} : { stepSize }),
    ...(flat === undefined ? {} : { flat }),
    ...(rounding === undefined ? {} : { rounding }),
    ...(tolerance === undefined ? {} : { tolerance }),
  });
}

async function price(context: CommandContext): End {
  const report = await priceReport(context);
  if (!report.ok) return report;
  return ok({ json: report.value, text: priceText(report.value), ...exitOf(report.value.verdict === 'MATCH') });
}

async function priceReport(context: CommandContext): Promise<Result<PriceReport, CommandFault>> {
  const { client, options, io } = context;
  const settings = readSettings(context);
  if (!settings.ok) return settings;
  const timeZone = options.text('time-zone');
  const zone = timeZone === undefined ? {} : { timeZone };
  const [word] = options.words;
  const row = options.number('row');
  if ((word === undefined) === (row === undefined))
    return fail({ code: 'USAGE', data: { detail: 'name a file, or a stored CDR by --row' } });
  if (row !== undefined) {
    const done = await client.pricing.cdr({ rowId: row, settings: settings.value, ...zone });
    return done.ok ? ok(done.value.report) : done;
  }
  const source = await readInput(word ?? '-', options, io);
  if (!source.ok) return source;
  const tariffs = await readInputs(options.texts('tariff'), options, io);
  if (!tariffs.ok) return tariffs;
  const version = ocpiVersions.find((one) => one === options.text('ocpi'));
  const done = await client.pricing.file({
    source: source.value,
    tariffs: tariffs.value,
    settings: settings.value,
    ...zone,
    ...(version === undefined ? {} : { version }),
  });
  return done.ok ? ok(done.value.report) : done;
}

/** The calculation and each total as tables. */
export function priceText(report: PriceReport): string {
  const { verdict, currency, lines, totals, notes, causes, reason, range } = report;
  const calculation = lines.map((line) => [
    String(line.period + 1),
    `${line.reservation ? 'reservation ' : ''}${line.dimension}`,
    `${line.quantity} ${line.unit}`,
    line.billed,
    `${visible(line.tariffId)} #${line.element + 1}`,
    line.price,
    line.taxPercent === undefined ? 'unknown' : `${line.taxPercent} %`,
    line.before ?? 'unknown',
    line.after ?? 'unknown',
  ]);
  const compared = totals
    .filter(({ verdict: of, computed }) => of !== 'NOT_STATED' || (computed !== undefined && computed !== '0'))
    .map((one) => [
      one.name,
      one.side,
      one.stated ?? '–',
      one.computed ?? '–',
      one.verdict,
      one.difference ?? (one.cause === undefined ? '' : priceCauseSentences[one.cause]),
    ]);
  return [
    `${verdict} – ${priceVerdictTitles[verdict]}${currency === undefined ? '' : ` (${visible(currency)})`}`,
    ...(calculation.length === 0
      ? []
      : [
          table(
            ['period', 'dimension', 'quantity', 'billed', 'element', 'price', 'tax', 'before tax', 'after tax'],
            calculation,
          ),
        ]),
    ...(compared.length === 0
      ? []
      : [table(['total', 'side', 'stated', 'computed', 'verdict', 'by how much, or why'], compared)]),
    ...causes.map((cause) => `not computable: ${priceCauseSentences[cause]} [${cause}]`),
    ...(reason === undefined ? [] : [`likely: ${mismatchReasonSentences[reason]} [${reason}]`]),
    ...(range === undefined ? [] : [`readings of the text give ${range.lowest} to ${range.highest} before taxes`]),
    ...notes.map((note) => `note: ${priceNoteSentences[note]} [${note}]`),
  ].join('\n');
}

const Verdicts = z.strictObject({
  rowId: z.number(),
  meter: z.unknown(),
  party: z.unknown(),
  price: z.unknown(),
});

/** All three questions of one stored CDR. */
async function verifyCdr(context: CommandContext): End {
  const { client, options } = context;
  const rowId = options.number('row') ?? 0;
  const settings = readSettings(context);
  if (!settings.ok) return settings;
  const timeZone = options.text('time-zone');
  const meter = await client.signatures.cdrMeter({ rowId });
  if (!meter.ok) return meter;
  const party = await client.signedObjects.object({ module: 'cdrs', rowId });
  if (!party.ok) return party;
  const priced = await client.pricing.cdr({
    rowId,
    settings: settings.value,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  if (!priced.ok) return priced;
  const { session } = meter.value;
  const meterText =
    session === undefined
      ? 'meter: no signed data'
      : `meter: ${session.verdict} – ${meterVerdictSentences[session.verdict]}\n${sessionText(session, '')}`;
  const isGood =
    (session === undefined || GOOD.has(session.verdict)) &&
    party.value.report.verdict !== 'BROKEN' &&
    priced.value.report.verdict !== 'MISMATCH';
  return ok({
    json: { rowId, meter: session ?? null, party: party.value.report, price: priced.value.report },
    text: [meterText, `party: ${objectText(party.value.report)}`, `price: ${priceText(priced.value.report)}`].join(
      '\n\n',
    ),
    ...exitOf(isGood),
  });
}

function exitOf(isGood: boolean): { readonly exit?: number } {
  return isGood ? {} : { exit: exitCode.refused };
}

const row: CommandOption = { kind: 'number', value: 'ROW', about: 'Number of the stored CDR, as cdr list shows it' };

export const priceCommands: readonly Command[] = [
  {
    name: 'cdr price',
    about: `${pricing.cdr.about} Or of a file. Exit code 3 when a total differs or the price cannot be computed.`,
    words: { value: '[FILE|-]', least: 0, most: 1 },
    options: {
      row,
      tariff: { kind: 'texts', value: 'FILE', about: 'Tariff of a CDR in a file that carries none' },
      ocpi: { kind: 'text', value: 'VERSION', about: 'OCPI version of the file; found by its fields without it' },
      ...settingOptions,
    },
    shape: PriceReport,
    withoutWorkspace: true,
    run: price,
  },
  {
    name: 'cdr verify',
    about:
      'Whether the meter signed what a stored CDR bills, whether the party signed the CDR, and whether the price follows. Exit code 3 when one of them is bad.',
    options: { row: { ...row, required: true }, ...settingOptions },
    shape: Verdicts,
    run: verifyCdr,
  },
];
