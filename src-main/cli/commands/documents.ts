import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { PartnerIdsView } from '../../../shared/contract/documents.ts';
import { OidProfile } from '../../../shared/contract/settings.ts';
import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { readInput } from '../input-files.ts';
import { facts, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { DocumentPut, putDocument } from './put-document.ts';

const { documents } = appContract;

function idsText(view: PartnerIdsView): string {
  const { standing, ids, registered, added, removed, addedCount, removedCount, proposed } = view;
  const told = {
    none: 'the roster fixes no ids: those of the registry count',
    current: `${ids} ids are fixed by the roster`,
    altered: 'the stored list is not the one that operators voted on: nothing is signed',
  }[standing];
  const head = facts([
    ['partner ids', told],
    ['registered', `${registered} ids`],
    ['not fixed yet', String(addedCount)],
    ['fixed and gone', String(removedCount)],
    ['proposed', proposed === undefined ? undefined : `proposal ${proposed.proposalId ?? ''}`],
  ]);
  const line = (sign: string) => (one: PartnerIdsView['added'][number]) =>
    `  ${sign} ${one.kind} ${visible(one.id)}  ${visible(one.name)}`;
  return [head, ...added.map(line('+')), ...removed.map(line('-'))].join('\n');
}

async function anchor(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options } = context;
  const view = await client.documents.partnerIds({});
  if (!view.ok) return view;
  if (options.flag('preview')) return ok({ json: { partnerIds: view.value }, text: idsText(view.value) });
  const put = await putDocument(context, () => client.documents.propose({ document: 'partner-ids' }));
  if (!put.ok) return put;
  return ok({
    json: { partnerIds: view.value, put: put.value.json },
    text: `${idsText(view.value)}\n${put.value.text}`,
  });
}

async function proposeProfile(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io } = context;
  const source = await readInput(options.words[0] ?? '', options, io);
  if (!source.ok) return source;
  const read = OidProfile.safeParse(parseJson(decodeUtf8(source.value.content)));
  if (!read.success) return usage('the file is no OID profile; settings show one');
  const oidProfile = read.data;
  return putDocument(context, () => client.documents.propose({ document: 'oid-profile', oidProfile }));
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

export const documentCommands: readonly Command[] = [
  {
    name: 'partner anchor',
    about: 'proposes that the roster fixes the ids of partners as they are registered, and votes for it',
    asksPin: true,
    options: { preview: { kind: 'flag', about: 'only tells how registry and roster differ' } },
    shape: z.strictObject({ partnerIds: documents.partnerIds.output, put: DocumentPut.optional() }),
    run: anchor,
  },
  {
    name: 'roster document',
    about: 'the text of a document that the roster fixes, such as policy or partner-ids',
    words: { value: 'NAME', least: 1, most: 1 },
    options: { sha256: { kind: 'text', value: 'SHA256', about: 'another version, such as one that waits for votes' } },
    shape: documents.text.output,
    run: async ({ client, options }) => {
      const sha256 = options.text('sha256')?.toLowerCase();
      if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) return usage('--sha256 takes 64 hex digits');
      const document = options.words[0] ?? '';
      const end = await client.documents.text({ document, ...(sha256 === undefined ? {} : { sha256 }) });
      return end.ok ? ok({ json: end.value, text: visible(end.value.text) }) : end;
    },
  },
  {
    name: 'roster oid-profile',
    about: 'proposes another OID profile (JSON) and votes for it',
    asksPin: true,
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {},
    shape: DocumentPut,
    run: proposeProfile,
  },
];
