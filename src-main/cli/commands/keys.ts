import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { Nothing } from '../../../shared/contract/common.ts';
import { KeyAlgorithmName, KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { GenerationView, type GroupDefaults, GroupRow } from '../../../shared/contract/keys.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { facts, table } from '../print.ts';
import { findGeneration, findGroup, findToken, groupOptions } from './lookup.ts';
import { claimOptions, readClaims } from './claims.ts';
import { newOutputFile } from '../output-file.ts';
import { passphraseOptions } from '../parse-command.ts';

const { keys } = appContract;
const tokenOption = {
  kind: 'text',
  required: true,
  value: 'LABEL|software',
  about: 'label, serial or URI of the token',
} as const;
const keyIdOption = { kind: 'text', required: true, value: 'HEX', about: 'CKA_ID of the key' } as const;
const confirmOption = {
  kind: 'text',
  required: true,
  value: 'LABEL',
  about: 'label of the key, or its fingerprint where it has none, to confirm',
} as const;

function generationText(generation: GenerationView): string {
  return facts([
    ['generation', String(generation.number)],
    ['state', generation.state],
    ['algorithm', generation.algorithm],
    ['token', generation.tokenLabel],
    ['key', generation.keyUri],
    ['SPKI SHA-256', generation.spkiSha256],
  ]);
}

async function withGroupAndToken(
  context: CommandContext,
  run: (groupRef: string, tokenUri: string) => Promise<Result<{ generation: GenerationView }, CommandFault>>,
): Promise<Result<CommandAnswer, CommandFault>> {
  const group = await findGroup(context);
  if (!group.ok) return group;
  const token = await findToken(context, context.options.must('token'));
  if (!token.ok) return token;
  const end = await run(group.value.group.groupRef, token.value.uri);
  return end.ok ? ok({ json: end.value.generation, text: generationText(end.value.generation) }) : end;
}

function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}

export const keyCommands: readonly Command[] = [
  {
    name: 'key-group create',
    about: 'creates a key group',
    options: {
      id: { kind: 'text', required: true, value: 'ID', about: 'key group id, 1–64 of A–Z a–z 0–9 . _ : -' },
      purpose: { kind: 'text', required: true, value: KeyPurpose.options.join('|'), about: 'what its keys are for' },
      owner: { kind: 'text', required: true, value: 'PARTY', about: 'party id of the owner, such as DEGEF' },
      counterpart: { kind: 'text', value: 'NAME', about: 'the partner it is for' },
      algorithm: { kind: 'text', value: KeyAlgorithmName.options.join('|'), about: 'default ec-p256' },
      'validity-days': { kind: 'number', value: 'N', about: 'default 30' },
      'overlap-days': { kind: 'number', value: 'N', about: 'default 5' },
      ...claimOptions,
    },
    shape: GroupRow,
    run: async ({ client, options }) => {
      const purpose = KeyPurpose.safeParse(options.must('purpose'));
      if (!purpose.success) return usage(`--purpose is one of ${KeyPurpose.options.join(', ')}`);
      const algorithm = KeyAlgorithmName.safeParse(options.text('algorithm') ?? 'ec-p256');
      if (!algorithm.success) return usage(`--algorithm is one of ${KeyAlgorithmName.options.join(', ')}`);
      const claims = readClaims(options);
      if (!claims.ok) return claims;
      const owner = options.must('owner');
      const defaults: GroupDefaults = {
        subject: claims.value.subject ?? [],
        san: claims.value.san ?? [],
        ids: claims.value.ids ?? { partyIds: [owner], subCpoIds: [], subEmspIds: [] },
        algorithm: algorithm.data,
        padding: claims.value.padding ?? 'pkcs1',
        encoding: claims.value.encoding ?? 'sequence',
        validityDays: options.number('validity-days') ?? 30,
        overlapDays: options.number('overlap-days') ?? 5,
      };
      const counterpart = options.text('counterpart');
      const made = await client.keys.createGroup({
        id: options.must('id'),
        purpose: purpose.data,
        owner,
        defaults,
        ...(counterpart === undefined ? {} : { counterpart }),
      });
      return made.ok ? ok({ json: made.value.group, text: made.value.group.groupRef }) : made;
    },
  },
  {
    name: 'key-group list',
    about: 'key groups',
    options: { filter: { kind: 'text', value: 'TEXT', about: 'part of id, owner or counterpart' } },
    shape: z.strictObject({ groups: z.array(GroupRow) }),
    run: async ({ client, options }) => {
      const listed = await allRows((place) => client.keys.groups({ ...place, filter: options.text('filter') }));
      if (!listed.ok) return listed;
      const rows = listed.value;
      const lines = rows.map((row) => [
        row.id,
        row.purpose,
        row.owner,
        row.counterpart ?? '–',
        String(row.generations),
        row.latest?.state ?? '–',
      ]);
      return ok({
        json: { groups: rows },
        text: table(['id', 'purpose', 'owner', 'counterpart', 'generations', 'latest'], lines),
      });
    },
  },
  {
    name: 'key-group show',
    about: 'one key group with its generations',
    options: groupOptions,
    shape: keys.group.output,
    run: async (context) => {
      const found = await findGroup(context);
      if (!found.ok) return found;
      const { group, generations } = found.value;
      const head = facts([
        ['id', group.id],
        ['purpose', group.purpose],
        ['owner', group.owner],
        ['counterpart', group.counterpart],
      ]);
      const lines = generations.map((one) => [
        `g${one.number}`,
        one.state,
        one.algorithm,
        one.tokenLabel ?? '–',
        one.notBefore ?? '–',
        one.notAfter ?? '–',
        one.spkiSha256 ?? '–',
      ]);
      const list = table(
        ['generation', 'state', 'algorithm', 'token', 'not before', 'not after', 'SPKI SHA-256'],
        lines,
      );
      return ok({ json: found.value, text: `${head}\n\n${list}` });
    },
  },
  {
    name: 'key generate',
    about: 'makes the key of the next generation inside a token',
    asksPin: true,
    options: {
      ...groupOptions,
      token: tokenOption,
      algorithm: { kind: 'text', value: KeyAlgorithmName.options.join('|'), about: 'default: the group’s' },
    },
    shape: GenerationView,
    run: (context) => {
      const wanted = KeyAlgorithmName.optional().safeParse(context.options.text('algorithm'));
      if (!wanted.success)
        return Promise.resolve(usage(`--algorithm is one of ${KeyAlgorithmName.options.join(', ')}`));
      return withGroupAndToken(context, (groupRef, tokenUri) =>
        context.client.keys.generate({ groupRef, tokenUri, algorithm: wanted.data }, { onItem: context.answerPrompt }),
      );
    },
  },
  {
    name: 'key adopt',
    about: 'takes a key that is on a token already as the next generation',
    asksPin: true,
    options: { ...groupOptions, token: tokenOption, 'key-id': keyIdOption },
    shape: GenerationView,
    run: (context) =>
      withGroupAndToken(context, (groupRef, tokenUri) =>
        context.client.keys.adopt(
          { groupRef, tokenUri, keyId: context.options.must('key-id') },
          { onItem: context.answerPrompt },
        ),
      ),
  },
  {
    name: 'key resolve',
    about: 'looks on the token for a key whose making or destruction ended without an answer',
    asksPin: true,
    options: { ...groupOptions, generation: { kind: 'number', value: 'N', about: 'default: the latest' } },
    shape: GenerationView,
    run: async (context) => {
      const group = await findGroup(context);
      if (!group.ok) return group;
      const generation = findGeneration(group.value, context.options.number('generation'));
      if (!generation.ok) return generation;
      const end = await context.client.keys.resolveUnclear(
        { generationId: generation.value.generationId },
        { onItem: context.answerPrompt },
      );
      return end.ok ? ok({ json: end.value.generation, text: generationText(end.value.generation) }) : end;
    },
  },
  {
    name: 'key list',
    about: 'keys of a token',
    asksPin: true,
    options: { token: tokenOption, 'sign-in': { kind: 'flag', about: 'sign in first, to see private keys' } },
    shape: z.strictObject({ keys: keys.onToken.output.shape.rows }),
    run: async (context) => {
      const token = await findToken(context, context.options.must('token'));
      if (!token.ok) return token;
      const tokenUri = token.value.uri;
      if (context.options.flag('sign-in')) {
        const signedIn = await context.client.tokens.signIn({ tokenUri }, { onItem: context.answerPrompt });
        if (!signedIn.ok) return signedIn;
      }
      const listed = await allRows((place) => context.client.keys.onToken({ tokenUri, ...place }));
      if (!listed.ok) return listed;
      const rows = listed.value;
      const lines = rows.map(({ key, group }) => [
        key.label,
        key.algorithmText,
        key.keyId,
        group === undefined ? '–' : `${group.id} g${group.number}`,
        key.spkiSha256 ?? '–',
      ]);
      return ok({
        json: { keys: rows },
        text: table(['label', 'algorithm', 'CKA_ID', 'key group', 'SPKI SHA-256'], lines),
      });
    },
  },
  {
    name: 'key destroy',
    about: 'destroys a key on its token',
    asksPin: true,
    options: { token: tokenOption, 'key-id': keyIdOption, confirm: confirmOption },
    shape: Nothing,
    run: async (context) => {
      const token = await findToken(context, context.options.must('token'));
      if (!token.ok) return token;
      const wish = {
        tokenUri: token.value.uri,
        keyId: context.options.must('key-id'),
        confirm: context.options.must('confirm'),
      };
      const end = await context.client.keys.destroy(wish, { onItem: context.answerPrompt });
      return end.ok ? ok({ json: {}, text: 'destroyed' }) : end;
    },
  },
  {
    name: 'key export',
    about: 'writes a software key as encrypted PKCS#12 under a passphrase of its own',
    asksPin: true,
    options: {
      token: tokenOption,
      'key-id': keyIdOption,
      confirm: confirmOption,
      out: { kind: 'text', required: true, value: 'FILE', about: 'new file' },
      ...passphraseOptions,
    },
    shape: z.strictObject({ path: z.string() }),
    run: async (context) => {
      const token = await findToken(context, context.options.must('token'));
      if (!token.ok) return token;
      const wish = {
        tokenUri: token.value.uri,
        keyId: context.options.must('key-id'),
        confirm: context.options.must('confirm'),
      };
      const out = newOutputFile(context.options, context.io);
      if (!out.ok) return out;
      const end = await context.client.keys.exportPkcs12(wish, { onItem: context.answerPrompt });
      if (!end.ok) return end;
      out.value?.write(end.value.file);
      const path = out.value?.path ?? '';
      return ok({ json: { path }, text: path });
    },
  },
];
