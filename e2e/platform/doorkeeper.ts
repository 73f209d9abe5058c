import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OcpiVersion } from '../../shared/domain/ocpi-version.ts';
import type { TokenTrouble } from './misbehaviour/misbehaviour.ts';
import { demoToken, type PlatformAuth } from './platform-options.ts';

/** Who a call is from. `registration`: versions and credentials alone. */
export type Visitor = 'partner' | 'registration' | 'stranger' | 'refused';

export interface Doorkeeper {
  visitor(call: DoorCall): Visitor;
  /** POST and PUT of credentials: the next token of the caller. The one before ends. */
  renew(): string;
  forget(): void;
  isRegistered(): boolean;
  token(): string;
}

interface DoorCall {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly version: OcpiVersion | undefined;
  readonly exporter: (() => Buffer) | undefined;
  readonly trouble: readonly TokenTrouble[];
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const VALIDITY_S = 30;
const LENGTH = 12;

/** Looks at tokens as OCPI has them: raw in 2.1.1, in base64 later, either at the versions URL, which has no version. */
export function createDoorkeeper(auth: PlatformAuth, now: () => Date): Doorkeeper {
  const first = auth.token === undefined ? demoToken : auth.token;
  let current = first ?? '';
  let registered = auth.registration !== true;
  let ended = false;
  let changes = 0;

  function visitor({ headers, version, exporter, trouble }: DoorCall): Visitor {
    if (first === null || trouble.includes('none-needed')) return 'partner';
    const header = trouble.includes('other-header') ? headers['apikey'] : headers['authorization'];
    const text = typeof header === 'string' ? header.replace(/^Token\s+/i, '') : '';
    const shown = tokensIn(text, version, trouble);
    const isOld = registered && trouble.includes('a-stays-valid') && shown.includes(first);
    const isEnded = ended && !trouble.includes('valid-after-delete');
    const isKnown = (shown.includes(current) && !isEnded) || isOld;
    if (!isKnown) return trouble.includes('stranger') ? 'stranger' : 'refused';
    if (auth.totp !== undefined && !isPassword(auth.totp, headers['totp'], exporter)) return 'refused';
    return registered ? 'partner' : 'registration';
  }

  function isPassword(
    { seed, type }: NonNullable<PlatformAuth['totp']>,
    header: string | readonly string[] | undefined,
    exporter: (() => Buffer) | undefined,
  ): boolean {
    const slot = Math.floor(now().getTime() / 1000 / VALIDITY_S);
    const key = type === '1' ? exporter?.() : undefined;
    return [-1, 0, 1].some((near) => {
      const wanted = Buffer.from(`${type} ${password(seed, slot + near, key)}`);
      const shown = Buffer.from(typeof header === 'string' ? header : '');
      return wanted.length === shown.length && timingSafeEqual(wanted, shown);
    });
  }

  return {
    visitor,
    renew: () => {
      registered = true;
      ended = false;
      current = `${demoToken}-c${++changes}`;
      return current;
    },
    forget: () => {
      ended = true;
      registered = false;
    },
    isRegistered: () => registered,
    token: () => current,
  };
}

/** Every token that the text may stand for here. */
function tokensIn(text: string, version: OcpiVersion | undefined, trouble: readonly TokenTrouble[]): readonly string[] {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  if (trouble.includes('raw-only')) return [text];
  if (trouble.includes('base64-only')) return [decoded];
  if (trouble.includes('any-that-decodes')) return [isBase64 ? decoded : text];
  if (version === undefined) return [text, decoded];
  return [version === '2.1.1' ? text : decoded];
}

/** Of the reference (facts of OCPI 3.0 §3.6); written a second time on purpose: the product's own is what is tested. */
export function password(seed: string, slot: number, exporter: Buffer | undefined): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(slot));
  let digest = createHmac('sha256', seed).update(message).digest();
  if (exporter !== undefined) digest = createHmac('sha256', exporter).update(digest).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  let text = '';
  for (let i = 0; i < LENGTH; i++)
    text += ALPHABET[(digest[(offset + i) % digest.length] ?? 0) % ALPHABET.length] ?? '';
  return text;
}
