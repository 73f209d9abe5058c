import type { OcpiVersion } from '../../shared/domain/ocpi-version.ts';
import type { Dialect } from './data/money.ts';
import type { Sizes } from './data/world.ts';
import type { MisbehaviourName } from './misbehaviour/catalogue.ts';

export interface PlatformOptions {
  /** All four by default. */
  readonly versions?: readonly OcpiVersion[];
  /** The same seed gives the same objects, octet by octet; live sessions aside. */
  readonly seed?: number;
  readonly sizes?: Partial<Sizes>;
  /** Sessions that are going on. */
  readonly live?: number;
  /** Of the objects of 3.0. */
  readonly dialect?: Dialect;
  /** Most objects of a page (X-Limit). */
  readonly mostPerPage?: number;
  readonly auth?: PlatformAuth;
  /** Absent: plain HTTP. */
  readonly tls?: PlatformTls;
  readonly misbehaviour?: readonly MisbehaviourName[];
  /** 0 or absent: any that is free. */
  readonly port?: number;
  readonly now?: () => Date;
}

export interface PlatformAuth {
  /** Of the caller; a fixed one by default. `null`: everything is open. */
  readonly token?: string | null;
  /** The token is one for the registration alone (token A). */
  readonly registration?: boolean;
  /** The caller has to show the password of the moment too (facts of 3.0 §3.6). */
  readonly totp?: { readonly seed: string; readonly type: '0' | '1' };
}

export interface PlatformTls {
  /** Whether a client certificate is asked for, and whether one is needed. */
  readonly clients?: 'none' | 'asked' | 'needed';
  /** PEM of the authorities whose clients are known; that of the platform by default. */
  readonly clientAuthorities?: readonly string[];
  readonly version?: 'TLSv1.2' | 'TLSv1.3';
}

export const demoToken = 'demo-token-1234567890';
