import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { JsonObject } from '../../../../shared/domain/canonical-json.ts';
import type { HostEvent } from '../../token-client/host-connection.ts';
import type { TokensDeps } from './tokens.deps.ts';

/** What people do with tokens; names of the entries, done and refused. */
const EVENTS = {
  'sign-in': ['token.sign-in', 'token.sign-in.refused'],
  'sign-out': ['token.sign-out', 'token.sign-out.refused'],
  init: ['token.init', 'token.init.refused'],
  'change-pin': ['token.pin-changed', 'token.pin-change.refused'],
  'set-pin': ['token.pin-set', 'token.pin-set.refused'],
  unblock: ['token.pin-unblocked', 'token.pin-unblock.refused'],
  sign: ['token.signed', 'token.sign.refused'],
  export: ['token.key-exported', 'token.key-export.refused'],
  'vault-key': ['vault.passphrase', 'vault.passphrase.refused'],
} as const;
export type TokenDeed = keyof typeof EVENTS;

interface Named {
  readonly uri: string;
  readonly label: string;
  readonly moduleId?: string | undefined;
}

/** Entries about tokens and their hosts. The change itself lies on the token, so these stand alone. */
export interface TokenAudit {
  done(caller: Caller | undefined, deed: TokenDeed, token: Named, data?: JsonObject): Promise<void>;
  refused(caller: Caller | undefined, deed: TokenDeed, token: Named, fault: TokenFault): Promise<void>;
  /** Kills, crashes and restarts of a host. Never throws: nobody waits for it. */
  host(moduleId: string, event: HostEvent): void;
  moduleRefused(caller: Caller | undefined, path: string, code: string, data?: JsonObject): Promise<void>;
}

export function createTokenAudit({ unit, actorOf, system, report }: TokensDeps): TokenAudit {
  const actor = (caller: Caller | undefined) => (caller === undefined ? system : actorOf(caller));
  const clip = (text: string): string => text.slice(0, 300);

  async function append(facts: Parameters<typeof unit.append>[0]): Promise<void> {
    await unit.append(facts);
  }

  return {
    done: (caller, deed, token, data = {}) =>
      append({
        event: EVENTS[deed][0],
        actor: actor(caller),
        outcome: 'done',
        subject: clip(token.uri),
        data: { ...named(token), ...data },
      }),
    refused: (caller, deed, token, fault) =>
      append({
        event: EVENTS[deed][1],
        actor: actor(caller),
        outcome: 'refused',
        code: fault.code,
        subject: clip(token.uri),
        data: { ...named(token), ...faultFacts(fault) },
      }),
    host: (moduleId, event) => {
      const facts = hostFacts(event);
      if (facts === undefined) return;
      append({ ...facts, actor: system, outcome: 'done', subject: moduleId }).catch(report);
    },
    moduleRefused: (caller, path, code, data = {}) =>
      append({
        event: 'module.refused',
        actor: actor(caller),
        outcome: 'refused',
        code,
        data: { path: path.slice(0, 1000), ...data },
      }),
  };
}

function named({ label, moduleId }: Named): JsonObject {
  return { label, ...(moduleId === undefined ? {} : { moduleId }) };
}

function hostFacts(event: HostEvent): { readonly event: string; readonly data: JsonObject } | undefined {
  switch (event.kind) {
    case 'killed':
      return { event: 'host.killed', data: { call: event.call, ...faultFacts(event.fault) } };
    case 'crashed':
      return { event: 'host.crashed', data: faultFacts(event.fault) };
    case 'restarted':
      return { event: 'host.restarted', data: { restarts: event.restarts } };
    case 'failed':
      return { event: 'host.failed', data: faultFacts(event.fault) };
    case 'state':
    case 'slots':
      return undefined;
  }
}

function faultFacts({ code, data }: TokenFault): JsonObject {
  return {
    fault: code,
    ...(data.cryptoki === undefined ? {} : { cryptoki: data.cryptoki }),
    ...(data.detail === undefined ? {} : { detail: data.detail }),
  };
}
