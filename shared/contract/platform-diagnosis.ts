import { z } from 'zod';
import { Count, IsoDate } from './common.ts';
import { ForeignText } from './pki-facts.ts';
import { TlsHandshake } from './tls.ts';

/** What was said between us and a platform, and what it means. */

/** One exchange as it was on the wire, its secrets masked. */
export const HttpExchange = z.strictObject({
  method: z.string().max(10),
  url: ForeignText,
  requestHeaders: z.array(z.tuple([z.string().max(200), ForeignText])).max(100),
  requestBody: ForeignText.optional(),
  status: Count.optional(),
  responseHeaders: z.array(z.tuple([z.string().max(200), ForeignText])).max(200),
  /** The first of it, as text. */
  responseBody: ForeignText.optional(),
  responseBytes: Count,
  ocpiStatus: z.int().optional(),
  ocpiMessage: ForeignText.optional(),
  at: IsoDate,
  milliseconds: Count,
});
export type HttpExchange = z.infer<typeof HttpExchange>;

export const DiagnosisStep = z.strictObject({
  /** dns, tcp, tls, versions, details, credentials, parties, module:locations … */
  step: z.string().max(60),
  verdict: z.enum(['pass', 'warn', 'fail', 'unknown', 'not-applicable']),
  /** Stable; the sentence comes from it. */
  code: z.string().max(60),
  /** English, for the command line. */
  message: ForeignText,
  values: z.record(z.string().max(40), z.union([z.string().max(600), z.number()])),
  /** What to ask the partner, ready to be sent. */
  tellPartner: ForeignText.optional(),
  milliseconds: Count,
  exchanges: z.array(HttpExchange).max(5),
  handshake: TlsHandshake.optional(),
});
export type DiagnosisStep = z.infer<typeof DiagnosisStep>;
