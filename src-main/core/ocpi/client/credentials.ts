import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import type { Result } from '../../../../shared/util/result.ts';
import { objectsOf, type Party } from './discover.ts';
import type { Asked, AskFault, PlatformClient } from './platform-client.ts';
import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';

/** The exchange of tokens (OCPI 2.2.1 §7): which step, and as whom. */
export interface CredentialsStep {
  readonly step: 'check' | 'register' | 'rotate' | 'unregister';
  readonly url: string;
  readonly version: string;
  readonly state: string;
  /** The token before a change that is not finished: it may be the one that still works. */
  readonly previousToken?: string | undefined;
  readonly own:
    | {
        readonly versionsUrl: string;
        readonly token: string;
        readonly roles: readonly {
          readonly countryCode: string;
          readonly partyId: string;
          readonly role: string;
          readonly name: string;
        }[];
      }
    | undefined;
}

export interface CredentialsEnd {
  readonly state: string;
  /** The token to send from now on, when it is another one. */
  readonly token: string | undefined;
  /** Whether the one before may go. */
  readonly dropPrevious: boolean;
  readonly parties: readonly Party[];
  readonly exchanges: readonly HttpExchange[];
  readonly fault: AskFault | undefined;
}

/**
 * One step of it. A new token is tried before the one before is given up; an answer that did not come leaves the exchange
 * unclear, with both tokens kept, so that there is always one that can still work.
 */
export async function exchangeCredentials(
  client: PlatformClient,
  { step, url, version, state, previousToken, own }: CredentialsStep,
  stop: Stop,
): Promise<CredentialsEnd> {
  const end = (more: Partial<CredentialsEnd>): CredentialsEnd => ({
    state,
    token: undefined,
    dropPrevious: false,
    parties: [],
    exchanges: [...client.exchanges],
    fault: undefined,
    ...more,
  });
  /** The older token, where it is known there and the newer one is not. */
  async function withPrevious(): Promise<CredentialsEnd | undefined> {
    if (previousToken === undefined) return undefined;
    client.useToken(previousToken);
    const asked = await client.get(url, stop, { retries: 0 });
    if (!asked.ok || objectsOf(asked.value)[0]?.['token'] === '<any>') return undefined;
    return end({ token: previousToken, parties: partiesOf(asked.value), state: 'registered', dropPrevious: true });
  }

  if (step === 'check') {
    const asked = await client.get(url, stop, { retries: 0 });
    if (!asked.ok) {
      const older = isRefused(asked.error) ? await withPrevious() : undefined;
      return older ?? end({ fault: asked.error });
    }
    const [one] = objectsOf(asked.value);
    // `<any>` is how the reference calls somebody whom it does not know; without a token nothing is disclosed.
    if (one?.['token'] === '<any>') return end({ state: 'refused' });
    const isKnown = typeof one?.['token'] === 'string' && OPEN.has(state);
    return end({ parties: partiesOf(asked.value), state: isKnown ? 'registered' : state, dropPrevious: isKnown });
  }
  if (step === 'unregister') {
    const asked = await client.send('DELETE', url, undefined, stop);
    return asked.ok ? end({ state: 'unregistered' }) : end({ fault: asked.error, state: afterFault(asked, state) });
  }
  if (own === undefined) return end({ fault: { code: 'CREDENTIALS_STATE', data: { state } } });
  const body = JSON.stringify(credentialsObject(own, version));
  const asked = await client.send(step === 'register' ? 'POST' : 'PUT', url, body, stop);
  if (!asked.ok) return end({ fault: asked.error, state: afterFault(asked, state) });
  const [answer] = objectsOf(asked.value);
  const token = answer?.['token'];
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,512}$/.test(token)) {
    // It was taken, but we do not know the token that we are to use from now on.
    return end({ state: 'unclear', parties: partiesOf(asked.value) });
  }
  client.useToken(token);
  const tried = await client.get(url, stop, { retries: 1 });
  return end({
    token,
    parties: partiesOf(asked.value),
    state: tried.ok ? 'registered' : 'unclear',
    dropPrevious: tried.ok,
    fault: tried.ok ? undefined : tried.error,
  });
}

function isRefused({ code, data }: AskFault): boolean {
  return code === 'PLATFORM_ANSWER' && (data as { readonly reason?: string }).reason === 'UNAUTHORISED';
}

/** States in which it is not known whether the platform has taken the last step. */
const OPEN: ReadonlySet<string> = new Set(['unclear', 'rotating']);

/** A refusal changes nothing; no answer leaves open whether the step was done there. */
function afterFault(asked: Result<Asked, AskFault>, state: string): string {
  if (asked.ok) return state;
  const { code, data } = asked.error;
  if (code === 'PLATFORM_ANSWER') {
    const { httpStatus = 0, reason } = data as { readonly httpStatus?: number; readonly reason?: string };
    // An answer that cannot be read, or trouble over there, may come after the step was done.
    const isClear = httpStatus >= 400 && httpStatus < 500;
    return isClear || reason === 'OCPI_ERROR' || reason === 'CLIENT_CERTIFICATE_REFUSED' ? state : 'unclear';
  }
  return code === 'NOT_REACHED' && (data as { readonly step?: string }).step === 'http' ? 'unclear' : state;
}

function credentialsObject(
  { versionsUrl, token, roles }: NonNullable<CredentialsStep['own']>,
  version: string,
): object {
  const [first] = roles;
  if (version === '2.1.1' && first !== undefined) {
    return {
      token,
      url: versionsUrl,
      country_code: first.countryCode,
      party_id: first.partyId,
      business_details: { name: first.name },
    };
  }
  return {
    token,
    url: versionsUrl,
    roles: roles.map(({ countryCode, partyId, role, name }) => ({
      role,
      country_code: countryCode,
      party_id: partyId,
      business_details: { name },
    })),
  };
}

function partiesOf(asked: Asked): readonly Party[] {
  const [one] = objectsOf(asked);
  const roles = one?.['roles'];
  if (Array.isArray(roles)) {
    return roles.slice(0, 1000).flatMap((role: unknown) => (isRaw(role) ? [partyOf(role)] : []));
  }
  return one !== undefined && typeof one['party_id'] === 'string' ? [partyOf(one)] : [];
}

function partyOf(raw: Readonly<Record<string, unknown>>): Party {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const details = raw['business_details'];
  return {
    party: `${text(raw['country_code'])}${text(raw['party_id'])}`.slice(0, 60),
    role: text(raw['role']).slice(0, 200),
    name: isRaw(details) ? text(details['name']).slice(0, 1000) : '',
  };
}

function isRaw(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
