import { z } from 'zod';
import { type GuideAbout, GuideRunRow, GuideRunView } from '../../../shared/contract/guides.ts';
import { contradicts, type GuideId, guideIds, guides as allGuides, stepStates } from '../../../shared/domain/guides.ts';
import { guideSentence, sightText } from '../../../shared/texts/guide-text.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { ExportShape, exportTo, outOption } from '../export-file.ts';
import { facts, table, visible } from '../print.ts';
import { chooseOperator } from '../signing-client.ts';
import { readTime, usage } from './authority-options.ts';
import { findAuthority, findCertificate } from './find-pki.ts';
import { findGeneration, findGroup, groupOptions } from './lookup.ts';

const runOption = { kind: 'text', required: true, value: 'ID', about: 'id of the run, or its first signs' } as const;
const FORMATS = ['md', 'html', 'json'] as const;

const signs = { done: 'yes ', open: 'no  ', none: 'none', info: 'info', unknown: '?   ' } as const;

function runText({ run, steps }: GuideRunView): string {
  const head = facts([
    ['guide', `${run.guide}: ${guideSentence('en', `guide_${run.guide}`)}`],
    ['run', run.runId],
    ['about', run.aboutName || undefined],
    ['state', `${run.state}, ${run.settled} of ${run.steps} steps settled`],
    ['started', `${run.startedAt} by ${run.startedBy}`],
    ...(run.since === undefined ? [] : [['since', run.since] as const]),
    ...(run.endedAt === undefined ? [] : [['ended', `${run.endedAt} by ${run.endedBy ?? ''}`] as const]),
    ...(run.reason === '' ? [] : [['reason', run.reason] as const]),
  ]);
  const lines = steps.flatMap(({ step, state, command, sights, marks }, index) => {
    const last = marks.at(-1);
    return [
      '',
      `${index + 1}. ${guideSentence('en', `what_${step}`)} [${state}] (${step})`,
      ...(state === 'open' ? [`   ${guideSentence('en', `how_${step}`)}`] : []),
      ...(state === 'open' && command !== undefined ? [`   $ ocpi-console ${command}`] : []),
      ...sights.map((one) => `   ${signs[one.state]}  ${visible(sightText('en', one))}`),
      ...(contradicts(state, sights) ? ['   The console sees otherwise.'] : []),
      ...(last === undefined
        ? []
        : [`   ${last.at} ${visible(last.by)}: ${last.state} ${visible(last.note)}`.trimEnd()]),
    ];
  });
  return [head, ...lines].join('\n');
}

const told = (end: Result<GuideRunView, CommandFault>): Result<CommandAnswer, CommandFault> =>
  end.ok ? ok({ json: end.value, text: runText(end.value) }) : end;

function readGuide(name: string): Result<GuideId, CommandFault> {
  const guide = guideIds.find((id) => id === name);
  return guide === undefined ? usage(`--guide is one of ${guideIds.join(', ')}`) : ok(guide);
}

async function findRun({ client, options }: CommandContext): Promise<Result<GuideRunRow, CommandFault>> {
  const named = options.must('run');
  const listed = await allRows((place) => client.guides.list(place));
  if (!listed.ok) return listed;
  const fitting = listed.value.filter(({ runId }) => runId === named || (named.length > 3 && runId.startsWith(named)));
  const [first] = fitting;
  if (first === undefined) return fail({ code: 'GUIDE_RUN_NOT_FOUND', data: {} });
  return fitting.length > 1 ? usage(`several runs begin with ${named}`) : ok(first);
}

async function list({ client, options }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const state = options.flag('all') ? {} : { state: 'open' as const };
  const listed = await allRows((place) => client.guides.list({ ...place, ...state }));
  if (!listed.ok) return listed;
  const kinds = allGuides.map(({ id, about }) => [id, about.join(' '), guideSentence('en', `guide_${id}`)]);
  const rows = listed.value.map(({ runId, guide, aboutName, state: at, settled, steps, startedAt, startedBy }) => [
    runId,
    guide,
    visible(aboutName || '–'),
    at,
    `${settled}/${steps}`,
    startedAt,
    startedBy,
  ]);
  const text = [
    table(['guide', 'about', 'what it is for'], kinds),
    '',
    rows.length === 0 ? 'No run.' : table(['run', 'guide', 'about', 'state', 'settled', 'started', 'by'], rows),
  ].join('\n');
  return ok({ json: { runs: listed.value }, text });
}

/** What the options name; without any of them nothing in particular. */
async function readAbout(context: CommandContext, guide: GuideId): Promise<Result<GuideAbout, CommandFault>> {
  const { client, options } = context;
  const named = ['token', 'certificate', 'group', 'person', 'authority'].filter(
    (one) => options.text(one) !== undefined,
  );
  const [kind, another] = named;
  if (another !== undefined) return usage(`one of ${named.map((one) => `--${one}`).join(' and ')} alone`);
  const name = kind === undefined ? '' : options.must(kind);
  switch (kind) {
    case 'token': {
      const known = await client.guides.choices({ guide, filter: '' });
      if (!known.ok) return known;
      const fitting = known.value.choices.filter(
        (one) => one.about.kind === 'token' && (one.name === name || one.about.tokenUri === name),
      );
      const [first, second] = fitting;
      if (second !== undefined) return fail({ code: 'TOKEN_AMBIGUOUS', data: { detail: `${name}: give its URI` } });
      return first === undefined ? fail({ code: 'TOKEN_NOT_FOUND', data: { detail: name } }) : ok(first.about);
    }
    case 'certificate': {
      const found = await findCertificate(context, name);
      return found.ok ? ok({ kind: 'certificate', certificateId: found.value.certificateId }) : found;
    }
    case 'group': {
      const group = await findGroup(context);
      const found = group.ok ? findGeneration(group.value, options.number('generation')) : group;
      return found.ok ? ok({ kind: 'key', generationId: found.value.generationId }) : found;
    }
    case 'person': {
      const shown = await client.operators.show({});
      const found = shown.ok ? chooseOperator(shown.value.operators, name) : shown;
      return found.ok ? ok({ kind: 'operator', operatorId: found.value.operatorId }) : found;
    }
    case 'authority': {
      const found = await findAuthority(context, name);
      return found.ok ? ok({ kind: 'authority', authorityId: found.value.authorityId }) : found;
    }
    default:
      return ok({ kind: 'nothing' });
  }
}

async function start(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const guide = readGuide(context.options.must('guide'));
  if (!guide.ok) return guide;
  const since = readTime(context.options, 'since');
  if (!since.ok) return since;
  const about = await readAbout(context, guide.value);
  if (!about.ok) return about;
  const wish = { guide: guide.value, about: about.value };
  return told(
    await context.client.guides.start({ ...wish, ...(since.value === undefined ? {} : { since: since.value }) }),
  );
}

async function check(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options } = context;
  const state = stepStates.find((one) => one === (options.text('state') ?? 'done'));
  if (state === undefined) return usage(`--state is one of ${stepStates.join(', ')}`);
  const run = await findRun(context);
  if (!run.ok) return run;
  const { runId } = run.value;
  const shown = await client.guides.show({ runId });
  if (!shown.ok) return shown;
  const named = options.must('step');
  const { steps } = shown.value;
  const step = steps.find((one, index) => one.step === named || String(index + 1) === named);
  if (step === undefined) return usage(`--step is a number from 1 to ${steps.length}, or the id of a step`);
  return told(await client.guides.check({ runId, step: step.step, state, note: options.text('note') ?? '' }));
}

async function end(context: CommandContext, deed: 'show' | 'finish'): Promise<Result<CommandAnswer, CommandFault>> {
  const run = await findRun(context);
  return run.ok ? told(await context.client.guides[deed]({ runId: run.value.runId })) : run;
}

export const guideCommands: readonly Command[] = [
  {
    name: 'guide list',
    about: 'guides for when something has happened, and their runs that are under way',
    options: { all: { kind: 'flag', about: 'those too that were finished or abandoned' } },
    shape: z.strictObject({ runs: z.array(GuideRunRow) }),
    run: list,
  },
  {
    name: 'guide show',
    about: 'a run with its steps: what to do, what was said, what the console sees',
    options: { run: runOption },
    shape: GuideRunView,
    run: (context) => end(context, 'show'),
  },
  {
    name: 'guide start',
    about: 'begins a run of a guide; it changes nothing else',
    options: {
      guide: { kind: 'text', required: true, value: 'GUIDE', about: guideIds.join(', ') },
      token: { kind: 'text', value: 'LABEL|URI', about: 'the token that is lost' },
      certificate: { kind: 'text', value: 'ID', about: 'id or SHA-256 of a certificate of the key' },
      ...groupOptions,
      group: { kind: 'text', value: 'ID', about: 'key group of the key, where it has no certificate' },
      generation: { kind: 'number', value: 'N', about: 'of the key group; the latest when silent' },
      person: { kind: 'text', value: 'NAME', about: 'the operator whose card is lost' },
      authority: { kind: 'text', value: 'NAME|ID', about: 'the authority that gets a new key' },
      since: { kind: 'text', value: 'TIME', about: 'ISO 8601; since when it is suspected, gone or wrong' },
    },
    shape: GuideRunView,
    run: start,
  },
  {
    name: 'guide check',
    about: 'says that a step is done, not needed or open again; what the console sees then is kept with it',
    options: {
      run: runOption,
      step: { kind: 'text', required: true, value: 'N|ID', about: 'number or id of the step' },
      state: { kind: 'text', value: 'STATE', about: `${stepStates.join(', ')}; done when silent` },
      note: { kind: 'text', value: 'TEXT', about: 'for the record; a step that is not needed wants one' },
    },
    shape: GuideRunView,
    run: check,
  },
  {
    name: 'guide since',
    about: 'enters since when a key is suspected, a card gone or a clock wrong',
    options: { run: runOption, at: { kind: 'text', required: true, value: 'TIME', about: 'ISO 8601' } },
    shape: GuideRunView,
    run: async (context) => {
      const at = readTime(context.options, 'at');
      if (!at.ok) return at;
      const run = await findRun(context);
      if (!run.ok) return run;
      return told(await context.client.guides.since({ runId: run.value.runId, since: at.value ?? '' }));
    },
  },
  {
    name: 'guide finish',
    about: 'ends a run of which every step is settled',
    options: { run: runOption },
    shape: GuideRunView,
    run: (context) => end(context, 'finish'),
  },
  {
    name: 'guide abandon',
    about: 'ends a run with steps that are open',
    options: { run: runOption, reason: { kind: 'text', required: true, value: 'TEXT', about: 'why; for the record' } },
    shape: GuideRunView,
    run: async (context) => {
      const run = await findRun(context);
      if (!run.ok) return run;
      const reason = context.options.must('reason');
      return told(await context.client.guides.abandon({ runId: run.value.runId, reason }));
    },
  },
  {
    name: 'guide export',
    about: 'a run as a record to keep: what was said of each step and what the console saw',
    options: {
      run: runOption,
      format: { kind: 'text', value: FORMATS.join('|'), about: 'default md' },
      german: { kind: 'flag', about: 'in German' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = FORMATS.find((one) => one === (options.text('format') ?? 'md'));
      if (format === undefined) return usage(`--format is one of ${FORMATS.join(', ')}`);
      const run = await findRun(context);
      if (!run.ok) return run;
      const wish = { runId: run.value.runId, format, language: options.flag('german') ? 'de' : 'en' } as const;
      return exportTo(options, io, () => client.guides.export(wish));
    },
  },
];
