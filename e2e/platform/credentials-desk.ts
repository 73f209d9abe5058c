import type { OcpiVersion } from '../../shared/domain/ocpi-version.ts';
import type { Doorkeeper, Visitor } from './doorkeeper.ts';
import { type Json, without } from './json.ts';
import type { TokenTrouble } from './misbehaviour/misbehaviour.ts';

/** What a call of credentials ends in, before it is an envelope. */
export interface DeskAnswer {
  readonly status: number;
  readonly code: number;
  readonly data?: unknown;
}

interface DeskCall {
  readonly method: string;
  readonly version: OcpiVersion;
  readonly visitor: Visitor;
  readonly versionsUrl: string;
  readonly body: unknown;
  readonly trouble: readonly TokenTrouble[];
}

export interface CredentialsDesk {
  handle(call: DeskCall): DeskAnswer;
  /** What the partner has sent of itself: token B and its versions URL. */
  partner(): Json | undefined;
}

/** Registration with tokens A, B and C (OCPI 2.2.1 §7): POST once, PUT to rotate, DELETE to end. */
export function createCredentialsDesk(door: Doorkeeper, cpo: string, emsp: string): CredentialsDesk {
  let partner: Json | undefined;

  function own(version: OcpiVersion, versionsUrl: string, token: string | undefined): Json {
    const roleOf = (party: string, role: string): Json => ({
      role,
      country_code: party.slice(0, 2),
      party_id: party.slice(2),
      business_details: { name: role === 'CPO' ? 'Demo Charging' : 'Demo Mobility' },
    });
    const head = { ...(token === undefined ? {} : { token }), url: versionsUrl };
    if (version !== '2.1.1') return { ...head, roles: [roleOf(cpo, 'CPO'), roleOf(emsp, 'EMSP')] };
    return { ...head, ...without(roleOf(cpo, 'CPO'), 'role') };
  }

  function handle({ method, version, visitor, versionsUrl, body, trouble }: DeskCall): DeskAnswer {
    const answer = (token: string | undefined): DeskAnswer => ({
      status: 200,
      code: 1000,
      data: own(version, versionsUrl, token),
    });
    if (visitor === 'stranger') return method === 'GET' ? answer('<any>') : { status: 403, code: 2000 };
    if (method === 'GET') return answer(trouble.includes('get-tells-no-token') ? undefined : door.token());
    const registered = door.isRegistered();
    if (method === 'DELETE') {
      if (!registered) return { status: 405, code: 2000 };
      door.forget();
      partner = undefined;
      return { status: 200, code: 1000 };
    }
    const isRegistration = method === 'POST';
    if (registered === isRegistration || (isRegistration && trouble.includes('post-is-405'))) {
      return { status: 405, code: 2000 };
    }
    if (!isCredentials(body)) return { status: 400, code: 2001 };
    partner = body;
    const token = door.renew();
    if (!isRegistration && trouble.includes('put-fails-half-way')) return { status: 500, code: 3000 };
    return answer(token);
  }

  return { handle, partner: () => partner };
}

function isCredentials(body: unknown): body is Json {
  return typeof body === 'object' && body !== null && 'token' in body && 'url' in body;
}
