import { z } from 'zod';
import { Bytes, Count, HexText, Sha256Hex, ShortText } from './common.ts';
import { SigningPurpose } from './key-facts.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** A software key and its chain, leaf first. The key stays in its host; so the handshake is there. */
const TlsIdentity = z.strictObject({
  slotId: z.string().max(40),
  keyId: HexText,
  spkiSha256: Sha256Hex,
  purpose: SigningPurpose,
  chain: z.array(Bytes).min(1).max(10),
});
export type TlsIdentity = z.infer<typeof TlsIdentity>;

/** How far a connection came. `timeout`: `reason` names the step. */
const Step = z.enum(['dns', 'tcp', 'proxy', 'tls', 'timeout']);
export type TlsStep = z.infer<typeof Step>;

/** A handshake as it was, judged by nobody. */
const HostHandshake = z.strictObject({
  protocol: z.string().max(20),
  cipher: z.string().max(100),
  /** Of the key exchange, where the runtime tells it. */
  group: z.string().max(60).optional(),
  /** SNI as we sent it, or as the client did. */
  serverName: z.string().max(300).optional(),
  /** DER as the other side sent it, leaf first; what does not hang together in it is left out. */
  theirChain: z.array(Bytes).max(20),
  /** Certificates beyond those. */
  leftOut: Count,
  clientCertificateAsked: z.boolean(),
  /** Whether our own chain went out: a server may not have asked, or may take none of our kind of key. */
  oursSent: z.boolean(),
  /** Why the other side ended it right after: in TLS 1.3 a server judges its client only then (RFC 8446 §4.4.2.4). */
  refused: z.string().max(300).optional(),
  milliseconds: Count,
});
export type HostHandshake = z.infer<typeof HostHandshake>;

/** What a connection that stays open has shown; absent parts are of TLS, which a plain one has not. */
const DialHandshake = z.strictObject({
  ...HostHandshake.shape,
  /** Hex. */
  exporter: HexText.optional(),
});
export type DialHandshake = z.infer<typeof DialHandshake>;

const failed = { step: Step, reason: z.string().max(300) };

export const hostTlsContract = {
  tls: {
    probe: {
      about: 'One TLS handshake with an address, and nothing after it. Only hosts of software keys have a network.',
      role: 'operator',
      input: z.strictObject({
        host: z.string().min(1).max(253),
        port: z.int().min(1).max(65_535),
        /** SNI; none for an IP address. */
        serverName: z.string().max(253).optional(),
        identity: TlsIdentity.optional(),
        timeoutMs: z.int().min(100).max(20_000),
      }),
      output: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('done'), handshake: HostHandshake }),
        z.strictObject({ kind: z.literal('failed'), ...failed }),
      ]),
      errors: tokenErrors,
      deadlineMs: 'none',
      maxBytes: 1024 * 1024,
    },
    dial: {
      about:
        'Opens a connection and carries its bytes until either side ends it. Judges nobody: core does, before it sends.',
      role: 'operator',
      input: z.strictObject({
        /** Chosen by core; `write` and `finish` name it. */
        connection: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
        host: z.string().min(1).max(253),
        port: z.int().min(1).max(65_535),
        /** Plain TCP, to this machine alone. */
        plain: z.boolean(),
        serverName: z.string().max(253).optional(),
        /** HTTP proxy, asked by CONNECT (RFC 9110 §9.3.6). */
        proxy: z.strictObject({ host: z.string().min(1).max(253), port: z.int().min(1).max(65_535) }).optional(),
        identity: TlsIdentity.optional(),
        /** Until the end of the handshake. */
        timeoutMs: z.int().min(100).max(600_000),
        /** Asks for keying material of the channel (RFC 8446 §7.5), 32 octets under the label of OCPI's TOTP. */
        exporter: z.boolean(),
      }),
      item: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('open'), handshake: DialHandshake }),
        z.strictObject({ kind: z.literal('data'), bytes: Bytes }),
      ]),
      output: z.discriminatedUnion('kind', [
        /** `reason`: why, when it was not an orderly end; an alert of the other side, say. */
        z.strictObject({ kind: z.literal('closed'), reason: z.string().max(300).optional() }),
        z.strictObject({ kind: z.literal('failed'), ...failed }),
      ]),
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    write: {
      about: 'Bytes into a connection; the answer comes when they are on their way.',
      role: 'operator',
      input: z.strictObject({ connection: z.string().max(64), bytes: Bytes }),
      output: z.strictObject({ taken: z.boolean() }),
      deadlineMs: 'none',
      maxBytes: 4 * 1024 * 1024,
    },
    finish: {
      about: 'Nothing more comes from our side.',
      role: 'operator',
      input: z.strictObject({ connection: z.string().max(64) }),
      output: z.strictObject({ taken: z.boolean() }),
    },
    listen: {
      about: 'Takes handshakes on loopback until it is stopped or the token is signed out; asks for certificates.',
      role: 'operator',
      input: z.strictObject({
        /** 0: any free one. */
        port: z.int().min(0).max(65_535),
        identity: TlsIdentity,
        /** Certificates whose subjects are named to clients as those we look for. */
        trust: z.array(Bytes).max(300),
        timeoutMs: z.int().min(100).max(60_000),
      }),
      item: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('listening'), port: Count }),
        z.strictObject({ kind: z.literal('handshake'), from: ShortText, handshake: HostHandshake }),
        z.strictObject({ kind: z.literal('failed'), from: ShortText, reason: z.string().max(300) }),
      ]),
      /** `failed`: the port could not be had. */
      output: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('ended') }),
        z.strictObject({ kind: z.literal('failed'), reason: z.string().max(300) }),
      ]),
      errors: tokenErrors,
      deadlineMs: 'none',
      maxBytes: 4 * 1024 * 1024,
    },
  },
} as const satisfies ContractTree;
