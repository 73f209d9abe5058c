import { resolve } from 'node:path';
import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { Nothing } from '../../../shared/contract/common.ts';
import { ModuleView } from '../../../shared/contract/tokens.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import type { Command } from '../command.ts';
import { facts, table } from '../print.ts';
import { findSlot, findToken, settledTokens } from './lookup.ts';

const { tokens } = appContract;
const tokenOption = {
  kind: 'text',
  required: true,
  value: 'LABEL|software',
  about: 'label, serial or URI of the token; software: the software token, where there is one only',
} as const;

export const tokenCommands: readonly Command[] = [
  {
    name: 'module list',
    about: 'PKCS#11 modules of the workspace, or with --discover those found on this computer',
    options: { discover: { kind: 'flag', about: 'look for known libraries; nothing is loaded' } },
    shape: z.union([tokens.modules.output, tokens.discover.output]),
    run: async (context) => {
      const { client, options } = context;
      if (options.flag('discover')) {
        const found = await client.tokens.discover({});
        if (!found.ok) return found;
        const rows = found.value.found.map((one) => [one.name, one.state, one.sha256 ?? '–', one.path]);
        return ok({ json: found.value, text: table(['module', 'state', 'SHA-256', 'path'], rows) });
      }
      const settled = await settledTokens(context);
      if (!settled.ok) return settled;
      const listed = await client.tokens.modules({});
      if (!listed.ok) return listed;
      const rows = listed.value.modules.map((one) => [one.moduleId, one.name, one.trust, one.host.state, one.path]);
      return ok({ json: listed.value, text: table(['id', 'module', 'trust', 'host', 'path'], rows) });
    },
  },
  {
    name: 'module add',
    about: 'confirms a PKCS#11 library by path and SHA-256 and loads it',
    options: {
      path: { kind: 'text', required: true, value: 'FILE', about: 'the library' },
      sha256: { kind: 'text', value: 'HEX', about: 'its SHA-256; without it, it is shown and taken as it is' },
      parameters: { kind: 'text', value: 'TEXT', about: 'initialisation parameters (NSS)' },
    },
    shape: ModuleView,
    run: async ({ client, options, io }) => {
      const place = { path: resolve(io.cwd, options.must('path')) };
      const looked = await client.tokens.inspectLibrary({ place });
      if (!looked.ok) return looked;
      const sha256 = options.text('sha256') ?? looked.value.library.sha256 ?? '';
      const parameters = options.text('parameters');
      const added = await client.tokens.addModule({
        place,
        sha256,
        ...(parameters === undefined ? {} : { parameters }),
      });
      if (!added.ok) return added;
      const { module } = added.value;
      return ok({
        json: module,
        text: facts([
          ['module', module.moduleId],
          ['name', module.name],
          ['path', module.path],
          ['SHA-256', module.sha256],
        ]),
      });
    },
  },
  {
    name: 'module remove',
    about: 'forgets a module; tokens and keys stay where they are',
    options: { module: { kind: 'text', required: true, value: 'ID', about: 'id of the module' } },
    shape: Nothing,
    run: async ({ client, options }) => {
      const gone = await client.tokens.removeModule({ moduleId: options.must('module') });
      return gone.ok ? ok({ json: {}, text: 'removed' }) : gone;
    },
  },
  {
    name: 'module restart',
    about: 'ends and starts the token host of a module, also one that crashed too often; every login of it ends',
    options: { module: { kind: 'text', required: true, value: 'ID', about: 'id of the module' } },
    shape: Nothing,
    run: async ({ client, options }) => {
      const up = await client.tokens.restartHost({ moduleId: options.must('module') });
      return up.ok ? ok({ json: {}, text: 'restarted' }) : up;
    },
  },
  {
    name: 'token list',
    about: 'all slots and the tokens in them',
    options: {},
    shape: tokens.list.output,
    run: async (context) => {
      const listed = await settledTokens(context);
      if (!listed.ok) return listed;
      const rows = listed.value.slots.map(({ moduleName, slotId, token, fault, description }) => [
        moduleName,
        slotId,
        fault !== undefined
          ? `unreadable: ${fault.code} ${fault.data.detail ?? ''}`.trim()
          : token === undefined
            ? 'empty'
            : token.initialised
              ? token.label
              : 'not initialised',
        token?.serial ?? '–',
        token?.pin ?? '–',
        token?.signedIn ?? '–',
        description,
      ]);
      return ok({
        json: listed.value,
        text: table(['module', 'slot', 'token', 'serial', 'PIN', 'signed in', 'description'], rows),
      });
    },
  },
  {
    name: 'token init',
    about: 'initialises a token: everything on it is destroyed',
    asksPin: true,
    options: {
      module: { kind: 'text', value: 'M', about: 'module, by id, name or path' },
      slot: {
        kind: 'text',
        value: 'N',
        about: 'slot, by id or position; without it the first that is not initialised',
      },
      software: { kind: 'flag', about: 'a new software token, or the one of --slot' },
      label: { kind: 'text', required: true, value: 'L', about: 'label of the new token' },
      confirm: {
        kind: 'text',
        value: 'LABEL',
        about: 'present label of a token that is in use and shall be destroyed',
      },
    },
    shape: tokens.init.output,
    run: async (context) => {
      const slot = await findSlot(context);
      if (!slot.ok) return slot;
      const label = context.options.must('label');
      const { moduleId, slotId, token } = slot.value;
      // A script that runs twice must not wipe what its first run made.
      if (token?.initialised === true && context.options.text('confirm') !== token.label)
        return fail({ code: 'TOKEN_ALREADY_INITIALISED', data: { detail: token.label } });
      const made = await context.client.tokens.init(
        { moduleId, slotId, label, confirm: label },
        { onItem: context.answerPrompt },
      );
      return made.ok ? ok({ json: made.value, text: made.value.tokenUri }) : made;
    },
  },
  ...(['change-pin', 'set-pin', 'unblock'] as const).map((verb): Command => ({
    name: `token ${verb}`,
    about: {
      'change-pin': 'changes the PIN of a token',
      'set-pin': 'sets the first PIN of a token with its SO PIN',
      unblock: 'unblocks the PIN of a token with its SO PIN or PUK',
    }[verb],
    asksPin: true,
    options: { token: tokenOption },
    shape: Nothing,
    run: async (context) => {
      const token = await findToken(context, context.options.must('token'));
      if (!token.ok) return token;
      const tokenUri = token.value.uri;
      const options = { onItem: context.answerPrompt };
      const end =
        verb === 'change-pin'
          ? await context.client.tokens.changePin({ tokenUri }, options)
          : await context.client.tokens.setPin({ tokenUri, unblock: verb === 'unblock' }, options);
      return end.ok ? ok({ json: {}, text: 'done' }) : end;
    },
  })),
  {
    name: 'token sign-in',
    about: 'signs in to a token of a console that is running',
    asksPin: true,
    options: { token: tokenOption },
    shape: Nothing,
    run: async (context) => {
      const token = await findToken(context, context.options.must('token'));
      if (!token.ok) return token;
      const end = await context.client.tokens.signIn({ tokenUri: token.value.uri }, { onItem: context.answerPrompt });
      return end.ok ? ok({ json: {}, text: 'signed in' }) : end;
    },
  },
  {
    name: 'token sign-out',
    about: 'signs out of a token, or of all',
    options: { token: { ...tokenOption, required: false } },
    shape: z.union([tokens.signOutAll.output, Nothing]),
    run: async (context) => {
      const name = context.options.text('token');
      if (name === undefined) {
        const all = await context.client.tokens.signOutAll({});
        return all.ok ? ok({ json: all.value, text: `signed out of ${all.value.tokens}` }) : all;
      }
      const token = await findToken(context, name);
      if (!token.ok) return token;
      const end = await context.client.tokens.signOut({ tokenUri: token.value.uri });
      return end.ok ? ok({ json: {}, text: 'signed out' }) : end;
    },
  },
];
