import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { type Handshake, handshakeAfter, type HandshakeStep } from '../../../../shared/domain/ocpi-handshake.ts';
import { objectsOf, type Party } from './discover.ts';
import type { Asked, AskFault, PlatformClient } from './platform-client.ts';

/** The exchange of tokens (OCPI 2.2.1 §7): which step, and as whom. */
export interface CredentialsStep {
  readonly step: HandshakeStep;
  readonly url: string;
  readonly version: string;
  /** Where it stood before the step, with the tokens that are held. */
  readonly handshake: Handshake;
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
  readonly handshake: Handshake;
  /** Whether the platform has our token for it (B); undefined: nobody knows. */
  readonly ownTaken: boolean | undefined;
  readonly parties: readonly Party[];
  readonly exchanges: readonly HttpExchange[];
  readonly fault: AskFault | undefined;
}

interface Progress {
  readonly at: Handshake;
  readonly parties?: readonly Party[];
  readonly fault?: AskFault | undefined;
}

/**
 * One step of it. A new token is tried before the one before is given up; an answer that did not come leaves the exchange
 * unclear, with both tokens kept, so that there is always one that can still work.
 */
export async function exchangeCredentials(
  client: PlatformClient,
  { step, url, version, handshake, own }: CredentialsStep,
  stop: Stop,
): Promise<CredentialsEnd> {
  const end = ({ at, parties = [], fault }: Progress, ownTaken?: boolean): CredentialsEnd => ({
    handshake: at,
    ownTaken,
    parties,
    exchanges: [...client.exchanges],
    fault,
  });
  const started = handshakeAfter(handshake, { kind: 'begun', step });
  if (step === 'check') return end(await probe(client, url, started, stop));
  if (step === 'unregister') {
    const asked = await client.send('DELETE', url, undefined, stop);
    if (!asked.ok) return end(await afterFault(client, { step, url, at: started, fault: asked.error }, stop));
    const left = await probe(client, url, handshakeAfter(started, { kind: 'removed' }), stop);
    const still = left.at.state === 'unregistered' ? undefined : stillWorks;
    return end({ ...left, fault: still });
  }
  if (own === undefined) {
    return end({ at: handshake, fault: { code: 'CREDENTIALS_STATE', data: { state: handshake.state } } }, false);
  }
  const body = JSON.stringify(credentialsObject(own, version));
  const asked = await client.send(step === 'register' ? 'POST' : 'PUT', url, body, stop);
  if (!asked.ok) {
    const isUnknown = isLost(asked.error);
    const ended = await afterFault(client, { step, url, at: started, fault: asked.error }, stop);
    return end(ended, isUnknown ? undefined : false);
  }
  const [answer] = objectsOf(asked.value);
  const token = answer?.['token'];
  const parties = partiesOf(asked.value);
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,512}$/.test(token)) {
    // It was taken, but we do not know the token that we are to use from now on.
    return end({ at: handshakeAfter(started, { kind: 'answered-without-token' }), parties }, true);
  }
  const answered = handshakeAfter(started, { kind: 'answered', token });
  client.useToken(token);
  const tried = await client.get(url, stop, { retries: 1 });
  if (!tried.ok) return end({ at: answered, parties, fault: tried.error }, true);
  const isStranger = tokenIn(tried.value) === ANYBODY;
  if (isStranger) return end({ at: answered, parties, fault: strange }, true);
  const which = tokenIn(tried.value) === undefined ? 'undisclosed' : 'proved';
  const kept = handshakeAfter(answered, which === 'proved' ? { kind: which, which: 'current' } : { kind: which });
  return end({ at: kept, parties }, true);
}

/** Which of the tokens that we hold works; asked by GET, which changes nothing. */
async function probe(client: PlatformClient, url: string, at: Handshake, stop: Stop): Promise<Progress> {
  let refusal: AskFault | undefined;
  for (const which of ['current', 'previous'] as const) {
    const held = at[which];
    if (held === undefined && which === 'previous') continue;
    if (held !== undefined) client.useToken(held.text);
    const asked = await client.get(url, stop, { retries: 0 });
    if (!asked.ok) {
      // Without an answer nothing is known of either.
      if (!isRefused(asked.error)) return { at: handshakeAfter(at, { kind: 'interrupted' }), fault: asked.error };
      refusal ??= asked.error;
      continue;
    }
    const told = tokenIn(asked.value);
    if (told === ANYBODY) continue;
    const parties = partiesOf(asked.value);
    if (told !== undefined) return { at: handshakeAfter(at, { kind: 'proved', which }), parties };
    // Somebody whom it does not know may be answered so as well: of the older token that says nothing.
    if (which === 'current') return { at: handshakeAfter(at, { kind: 'undisclosed' }), parties };
  }
  return { at: handshakeAfter(at, { kind: 'all-refused' }), fault: refusal };
}

/** A refusal changes nothing; no answer leaves open whether the step was done there. GET looks which token works. */
async function afterFault(
  client: PlatformClient,
  {
    step,
    url,
    at,
    fault,
  }: {
    readonly step: Exclude<HandshakeStep, 'check'>;
    readonly url: string;
    readonly at: Handshake;
    readonly fault: AskFault;
  },
  stop: Stop,
): Promise<Progress> {
  if (statusOf(fault) === 405) {
    const known = await probe(client, url, handshakeAfter(at, { kind: 'wrong-state', step }), stop);
    return { ...known, fault: contradiction(step) };
  }
  if (isLost(fault)) {
    const lost = handshakeAfter(at, { kind: 'no-answer' });
    // A POST that was taken may leave token A working, so that GET would prove nothing; after a PUT it does.
    return step === 'rotate' ? { ...(await probe(client, url, lost, stop)), fault } : { at: lost, fault };
  }
  const rejected = handshakeAfter(at, { kind: 'rejected' });
  return isRefused(fault) ? { ...(await probe(client, url, rejected, stop)), fault } : { at: rejected, fault };
}

/** How the reference calls somebody whom it does not know. */
const ANYBODY = '<any>';

function tokenIn(asked: Asked): string | undefined {
  const token = objectsOf(asked)[0]?.['token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

const answerFault = (reason: string, message: string, httpStatus = 200): AskFault => ({
  code: 'PLATFORM_ANSWER',
  data: { reason, message, httpStatus },
});

const strange = answerFault('TAKEN_FOR_STRANGER', 'The platform takes us for a stranger with the token that it gave.');
const stillWorks = answerFault(
  'TOKEN_STILL_WORKS',
  'The platform says that the registration has ended, and yet it still takes our token. The partner should withdraw it.',
);

function contradiction(step: Exclude<HandshakeStep, 'check'>): AskFault {
  const message =
    step === 'register'
      ? 'The platform says that we are registered already (HTTP 405): rotate (PUT) exchanges the tokens instead.'
      : 'The platform says that we are not registered (HTTP 405): register (POST) instead.';
  return answerFault(step === 'register' ? 'ALREADY_REGISTERED' : 'NOT_REGISTERED', message, 405);
}

function statusOf({ code, data }: AskFault): number {
  const { httpStatus = 0 } = data as { readonly httpStatus?: number };
  return code === 'PLATFORM_ANSWER' ? httpStatus : 0;
}

function isRefused({ code, data }: AskFault): boolean {
  return code === 'PLATFORM_ANSWER' && (data as { readonly reason?: string }).reason === 'UNAUTHORISED';
}

/** An answer that did not come, cannot be read, or tells of trouble over there may hide that the step was done. */
function isLost(fault: AskFault): boolean {
  const { reason, step } = fault.data as { readonly reason?: string; readonly step?: string };
  if (fault.code === 'NOT_REACHED') return step === 'http';
  if (fault.code !== 'PLATFORM_ANSWER') return fault.code === 'CANCELLED';
  const status = statusOf(fault);
  if (status >= 500) return true;
  const isClear = status >= 300 || reason === 'OCPI_ERROR' || reason === 'CLIENT_CERTIFICATE_REFUSED';
  return !isClear;
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
