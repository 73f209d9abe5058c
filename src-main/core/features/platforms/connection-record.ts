import { z } from 'zod';
import {
  ConnectionSettings,
  CredentialsState,
  EndpointView,
  OcpiVersionName,
  PartyView,
} from '../../../../shared/contract/platforms.ts';

/** What the database keeps of a connection, as it is read back. */

/** What the platform said of itself when it was asked last. */
export const Found = z.strictObject({
  version: OcpiVersionName.optional(),
  offered: z.array(z.string().max(4000)).max(50),
  endpoints: z.array(EndpointView).max(200),
  parties: z.array(PartyView).max(1000),
  at: z.string().max(40),
});
export type Found = z.infer<typeof Found>;

/** How far the exchange of tokens has come. Which of the vault's secrets is sent is said here, never what it is. */
export const Credentials = z.strictObject({
  state: CredentialsState,
  token: z.strictObject({ kind: z.enum(['A', 'B', 'C']), tail: z.string().max(4) }).optional(),
  /** Kept until the new one has worked once. */
  previous: z.strictObject({ kind: z.enum(['A', 'B', 'C']), tail: z.string().max(4) }).optional(),
  encoding: z.enum(['raw', 'base64']).optional(),
  changedAt: z.string().max(40).optional(),
});
export type Credentials = z.infer<typeof Credentials>;

export interface ConnectionRecord {
  readonly connectionId: string;
  readonly number: number;
  readonly revision: number;
  readonly settings: ConnectionSettings;
  readonly found: Found | undefined;
  readonly credentials: Credentials;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** JSON has no bytes: they are kept as base64. */
export function settingsText(settings: ConnectionSettings): string {
  const { trust } = settings;
  const kept =
    trust.kind === 'ca'
      ? { kind: 'ca', certificates: trust.certificates.map((der) => Buffer.from(der).toString('base64')) }
      : trust;
  return JSON.stringify({ ...settings, trust: kept });
}

export function settingsOf(text: string): ConnectionSettings {
  const raw: unknown = JSON.parse(text, (key, value: unknown) =>
    key === 'certificates' && Array.isArray(value)
      ? value.map((one) => Uint8Array.from(Buffer.from(String(one), 'base64')))
      : value,
  );
  return ConnectionSettings.parse(raw);
}
