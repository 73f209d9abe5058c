import { z } from 'zod';
import { Count, IdText, Nothing, ShortText } from './common.ts';
import { InputSource } from './inspection.ts';
import { DecodedItem, ForeignText, OcpiFacts, PathCheck, PathVerdict } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** `host:port`, `[v6]:port`; 443 when the port is left out. No scheme, no path. */
export const TlsAddress = z.string().min(1).max(300);

/** Who somebody is in a handshake. */
export const TlsPeer = z.strictObject({
  certificates: z.array(DecodedItem).max(20),
  ocpi: OcpiFacts.optional(),
  path: PathVerdict.optional(),
});

export const TlsHandshake = z.strictObject({
  protocol: z.string().max(20),
  cipher: z.string().max(100),
  group: z.string().max(60).optional(),
  serverName: z.string().max(300).optional(),
  alpn: z.string().max(60).optional(),
  ours: TlsPeer,
  theirs: TlsPeer,
  /** The other side asked for a certificate of ours. */
  clientCertificateAsked: z.boolean(),
  /** Our chain went out: a side that does not ask, or takes no key of this kind, does not see it. */
  oursSent: z.boolean(),
  milliseconds: Count,
  /** Everything that is to be said of it: names that do not fit, ids that differ, an old protocol. */
  notes: z
    .array(
      z.strictObject({
        code: z.string().max(60),
        level: z.enum(['note', 'warn', 'fail']),
        /** English, for the command line; the window has its own words by code. */
        message: z.string().max(600),
        values: z.record(z.string().max(40), z.union([z.string().max(600), z.number()])).optional(),
        /** Why a chain is not valid, or leads nowhere: the first check that says so. */
        reason: PathCheck.optional(),
      }),
    )
    .max(50),
});
export type TlsHandshake = z.infer<typeof TlsHandshake>;

const tlsErrors = {
  ...tokenErrors,
  TOKEN_NOT_FOUND: Nothing,
  CERTIFICATE_UNREADABLE: z.strictObject({ message: z.string().max(1000), offset: Count.nullable() }),
  GENERATION_NOT_FOUND: Nothing,
  /** Software keys only for now; keys in tokens come with the platforms. */
  TLS_KEY_UNSUPPORTED: Nothing,
  NO_CERTIFICATE: Nothing,
  ADDRESS_WRONG: Nothing,
  /** How far it came: name, TCP, handshake; `reason` is the alert or system error. */
  TLS_FAILED: z.strictObject({ step: z.enum(['dns', 'tcp', 'proxy', 'tls', 'timeout']), reason: z.string().max(300) }),
  LISTENER_NOT_FOUND: Nothing,
} as const;

/** How a key of ours that has a chain takes part. */
const OurSide = { generationId: IdText.optional() };

export const tlsContract = {
  tls: {
    probe: {
      about:
        'One handshake with an address, shown whole: protocol, cipher, both chains, party ids on both sides. Sends no data.',
      role: 'operator',
      input: z.strictObject({
        address: TlsAddress,
        serverName: z.string().max(300).optional(),
        ...OurSide,
        trust: z.array(InputSource).max(100).optional(),
      }),
      item: PromptItem,
      output: z.strictObject({ handshake: TlsHandshake }),
      errors: tlsErrors,
      deadlineMs: 'none',
    },
    listen: {
      about: 'Listens on loopback with a software key and asks clients for their certificate; tells each handshake.',
      role: 'operator',
      input: z.strictObject({
        generationId: IdText,
        port: z.int().min(0).max(65_535),
        trust: z.array(InputSource).max(100).optional(),
      }),
      item: z.union([
        PromptItem,
        z.strictObject({ kind: z.literal('listening'), port: Count }),
        z.strictObject({ kind: z.literal('handshake'), from: ShortText, handshake: TlsHandshake }),
        z.strictObject({ kind: z.literal('failed'), from: ShortText, reason: ForeignText }),
      ]),
      output: Nothing,
      errors: tlsErrors,
      deadlineMs: 'none',
    },
  },
} as const satisfies ContractTree;
