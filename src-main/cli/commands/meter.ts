import { appContract } from '../../../shared/contract/app-contract.ts';
import type { MeterFileView, MeterFindingView, MeterSessionView } from '../../../shared/contract/signed-meter.ts';
import { z } from 'zod';
import { meterFindingSentences, meterVerdictSentences, keyOriginTexts } from '../../../shared/texts/meter-sentences.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInputs } from '../input-files.ts';
import { table, visible } from '../print.ts';

const { signatures } = appContract;

/** What a script reads: one object a file; `verdict` first. */
const MeterAnswer = z.strictObject({
  files: z.array(
    z.strictObject({
      file: z.string(),
      verdict: z.string(),
      energyWh: z.string().nullable(),
      warnings: z.array(z.string()),
      violations: z.array(z.string()),
      records: z.array(z.unknown()),
      sessions: z.array(z.unknown()),
    }),
  ),
});

/** Verdicts that a script may go on with. */
export const GOOD: ReadonlySet<string> = new Set(['VALID', 'VALID_EXTENSION']);

async function verify({ client, options, io }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const keyFiles = await readInputs(options.texts('key'), options, io);
  if (!keyFiles.ok) return keyFiles;
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const keys = keyFiles.value.map(({ content }) => Buffer.from(content).toString('utf8').trim());
  const done = await client.signatures.verifyFiles({ sources: sources.value, keys });
  if (!done.ok) return done;
  const { files } = done.value;
  const json = { files: files.map(fileJson) };
  const isBad = files.some(({ verdict }) => !GOOD.has(verdict));
  return ok({ json, text: files.map(fileText).join('\n\n'), ...(isBad ? { exit: exitCode.refused } : {}) });
}

function fileJson({ file, verdict, sessions }: MeterFileView): z.infer<typeof MeterAnswer>['files'][number] {
  const [only] = sessions.length === 1 ? sessions : [];
  const codes = (severity: MeterFindingView['severity']): string[] => [
    ...new Set(
      sessions.flatMap(({ findings }) => findings.filter((one) => one.severity === severity)).map(({ code }) => code),
    ),
  ];
  return {
    file,
    verdict,
    energyWh: only?.energyWh ?? null,
    warnings: codes('warning'),
    violations: codes('violation'),
    records: sessions.flatMap(({ records }) => [...records]),
    sessions: sessions.map((session) => ({
      verdict: session.verdict,
      energyWh: session.energyWh ?? null,
      findings: session.findings,
    })),
  };
}

function fileText({ file, verdict, sessions, moreSessions }: MeterFileView): string {
  const head = `${visible(file)}: ${verdict} – ${meterVerdictSentences[verdict]}`;
  const many = sessions.length > 1;
  const parts = sessions.map((session, index) =>
    sessionText(session, many ? `session ${index + 1}: ${session.verdict}` : ''),
  );
  return [head, ...parts, ...(moreSessions > 0 ? [`${moreSessions} more sessions`] : [])]
    .filter((part) => part !== '')
    .join('\n');
}

/** A session as lines: energy, records, and every reason. */
export function sessionText({ records, findings, energyWh }: MeterSessionView, head: string): string {
  const rows = records.map((record, index) => [
    String(index),
    visible(record.where),
    record.format ?? record.fault?.code ?? '–',
    record.signature,
    record.key === undefined ? '–' : `${record.key.curve}, ${keyOriginTexts[record.key.origin]}`,
    record.readings
      .map(({ roleText, value, unit, time }) => visible(`${roleText} ${value} ${unit} ${time}`))
      .join(' | '),
  ]);
  const energy = energyWh === undefined ? [] : [`energy: ${energyWh} Wh`];
  return [
    ...(head === '' ? [] : [head]),
    ...energy,
    table(['record', 'where', 'format', 'signature', 'key', 'readings'], rows),
    ...findings.map(findingLine),
  ].join('\n');
}

function findingLine({ code, severity, record, found, wanted }: MeterFindingView): string {
  const sides = [found === undefined ? '' : `found ${found}`, wanted === undefined ? '' : `wanted ${wanted}`];
  const more = sides.filter((side) => side !== '').join(', ');
  const where = record === undefined ? '' : ` (record ${record})`;
  return visible(`${severity}: ${meterFindingSentences[code]}${where}${more === '' ? '' : ` ${more}`} [${code}]`);
}

export const meterCommands: readonly Command[] = [
  {
    name: 'meter verify',
    about: `${signatures.verifyFiles.about} Exit code 3 when a verdict is not VALID or VALID_EXTENSION.`,
    words: { value: 'FILE…|-', least: 1, most: 1000 },
    options: {
      key: {
        kind: 'texts',
        value: 'FILE',
        about: 'Public key of the meter: PEM, DER in hex or base64, or a bare point',
      },
    },
    shape: MeterAnswer,
    withoutWorkspace: true,
    run: verify,
  },
];
