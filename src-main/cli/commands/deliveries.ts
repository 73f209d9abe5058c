import { appContract } from '../../../shared/contract/app-contract.ts';
import { type DeliveryEntry, DeliveryWay } from '../../../shared/contract/plans.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { table } from '../print.ts';
import { readTime, usage } from './authority-options.ts';
import { findRequest, requestOption } from './find-pki.ts';

const { deliveries } = appContract;

const happenedOptions = {
  request: { ...requestOption, required: true },
  how: { kind: 'text', value: 'HOW', about: `${DeliveryWay.options.join(', ')}; hand when silent` },
  at: { kind: 'text', value: 'TIME', about: 'ISO 8601; when it happened; now when silent' },
  note: { kind: 'text', value: 'TEXT', about: 'for the record' },
} as const;
const undoOptions = { request: happenedOptions.request, note: happenedOptions.note };

function told(
  end: Result<{ readonly deliveries: readonly DeliveryEntry[] }, CommandFault>,
): Result<CommandAnswer, CommandFault> {
  if (!end.ok) return end;
  const rows = end.value.deliveries.map(({ kind, at, how, note, notedBy, notedAt }) => [
    kind,
    at,
    how,
    note,
    `${notedBy}, ${notedAt}`,
  ]);
  return ok({ json: end.value, text: table(['what', 'when', 'how', 'note', 'recorded'], rows) });
}

async function happened(context: CommandContext, kind: 'delivered' | 'seen') {
  const { options, client } = context;
  const how = DeliveryWay.safeParse(options.text('how') ?? 'hand');
  if (!how.success) return usage(`--how is one of ${DeliveryWay.options.join(', ')}`);
  const at = readTime(options, 'at');
  if (!at.ok) return at;
  const found = await findRequest(context, options.must('request'));
  if (!found.ok) return found;
  const wish = {
    requestId: found.value.requestId,
    how: how.data,
    note: options.text('note') ?? '',
    ...(at.value === undefined ? {} : { at: at.value }),
  };
  return told(await client.deliveries[kind](wish));
}

export const deliveryCommands: readonly Command[] = [
  {
    name: 'request delivered',
    about: 'records that the issued certificate was handed to its owner, or takes that back',
    options: { ...happenedOptions, undo: { kind: 'flag', about: 'the delivery did not happen' } },
    shape: deliveries.delivered.output,
    run: async (context) => {
      if (!context.options.flag('undo')) return happened(context, 'delivered');
      const found = await findRequest(context, context.options.must('request'));
      if (!found.ok) return found;
      const note = context.options.text('note') ?? '';
      return told(await context.client.deliveries.undo({ requestId: found.value.requestId, note }));
    },
  },
  {
    name: 'request seen',
    about: 'records that the issued certificate was seen at work; this is not taken back',
    options: happenedOptions,
    shape: deliveries.seen.output,
    run: (context) => happened(context, 'seen'),
  },
  {
    name: 'request deliveries',
    about: 'what is on record of delivery and use; with --note adds a correction',
    options: undoOptions,
    shape: deliveries.list.output,
    run: async (context) => {
      const found = await findRequest(context, context.options.must('request'));
      if (!found.ok) return found;
      const { requestId } = found.value;
      const note = context.options.text('note');
      return told(
        note === undefined
          ? await context.client.deliveries.list({ requestId })
          : await context.client.deliveries.addNote({ requestId, note }),
      );
    },
  },
];
