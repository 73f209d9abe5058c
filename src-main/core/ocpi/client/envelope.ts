import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { type Body, splitPage } from '../read/split-page.ts';
import { isRaw } from '../read/source.ts';
import type { HttpAnswer } from './http-call.ts';

/** What an exchange says, by HTTP's status and OCPI's together (OCPI 2.2.1 §5, and what platforms make of it). */

export type AnswerReason =
  | 'CLIENT_CERTIFICATE_REFUSED'
  | 'UNAUTHORISED'
  | 'NOT_FOUND'
  | 'TOO_MANY'
  | 'NOT_JSON'
  | 'HTML'
  | 'JSON_CUT'
  | 'OCPI_ERROR'
  | 'HTTP_ERROR'
  | 'REDIRECTED';

export interface AnswerFault {
  readonly code: 'PLATFORM_ANSWER';
  readonly data: {
    readonly reason: AnswerReason;
    readonly message: string;
    readonly httpStatus: number;
    readonly ocpiStatus?: number;
  };
}

export interface Envelope {
  readonly page: Extract<Body, { kind: 'page' }>;
  readonly ocpiStatus: number | undefined;
  readonly message: string;
  /** What was odd about it: codes. */
  readonly notes: readonly string[];
}

/** Octets of a body that is looked through for a sentence. */
const MOST_STATED = 16 * 1024;
const NGINX_REFUSALS = new Set([400, 403, 495, 496]);

export function readEnvelope(answer: HttpAnswer): Result<Envelope, AnswerFault> {
  const { status, body, headers, facts } = answer;
  const isHtml = /text\/html/i.test(headers['content-type'] ?? '') || /^\s*</.test(body.toString('latin1', 0, 64));
  const fault = (reason: AnswerReason, message: string, ocpiStatus?: number): Result<never, AnswerFault> =>
    fail({
      code: 'PLATFORM_ANSWER',
      data: {
        reason,
        message: message.slice(0, 1000),
        httpStatus: status,
        ...(ocpiStatus === undefined ? {} : { ocpiStatus }),
      },
    });
  if (isHtml) {
    const text = plain(body.toString('utf8', 0, 2048));
    if (NGINX_REFUSALS.has(status) && facts.clientCertificateSent) {
      return fault('CLIENT_CERTIFICATE_REFUSED', `The platform refused our certificate: ${text}`);
    }
    if (NGINX_REFUSALS.has(status) && /certificate/i.test(text)) {
      return fault('CLIENT_CERTIFICATE_REFUSED', `The platform wants a client certificate: ${text}`);
    }
    if (status === 401 || status === 403) return fault('UNAUTHORISED', `HTTP ${status}: ${text}`);
    if (status === 429) return fault('TOO_MANY', `HTTP 429: ${text}`);
    if (status === 404) return fault('NOT_FOUND', `HTTP 404: ${text}`);
    return fault('HTML', `An HTML page instead of an OCPI answer, with HTTP ${status}: ${text}`);
  }
  if (status >= 300 && status < 400)
    return fault('REDIRECTED', `HTTP ${status} to ${headers['location'] ?? 'nowhere'}`);
  const split = splitPage(body);
  if (split.kind === 'broken') {
    if (status === 401 || status === 403) return fault('UNAUTHORISED', `HTTP ${status}`);
    if (status === 404) return fault('NOT_FOUND', 'HTTP 404');
    if (status === 429) return fault('TOO_MANY', 'HTTP 429');
    if (status >= 400) return fault('HTTP_ERROR', `HTTP ${status}`);
    const reason = split.reason === 'cut' ? 'JSON_CUT' : 'NOT_JSON';
    return fault(reason, `The body is no JSON as OCPI wants it (${split.reason} at octet ${split.offset}).`);
  }
  return decided(split, status, statedBy(split, body), fault);
}

/** The partner's own words: of the envelope, or of the body that frameworks answer with instead of one. */
function statedBy(page: Extract<Body, { kind: 'page' }>, body: Buffer): string {
  const stated = page.envelope['status_message'] ?? page.envelope['detail'];
  if (typeof stated === 'string') return stated;
  const [only] = page.elements;
  if (page.form !== 'bare-object' || only === undefined || only.end - only.start > MOST_STATED) return '';
  try {
    const one: unknown = JSON.parse(body.toString('utf8', only.start, only.end));
    const { detail, message } = isRaw(one) ? one : {};
    return typeof detail === 'string' ? detail : typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

function decided(
  page: Extract<Body, { kind: 'page' }>,
  status: number,
  message: string,
  fault: (reason: AnswerReason, message: string, ocpiStatus?: number) => Result<never, AnswerFault>,
): Result<Envelope, AnswerFault> {
  const { envelope, form } = page;
  const raw = envelope['status_code'];
  const ocpiStatus =
    typeof raw === 'number' ? raw : typeof raw === 'string' && /^\d{4}$/.test(raw) ? Number(raw) : undefined;
  if (status === 401 || status === 403) return fault('UNAUTHORISED', message || `HTTP ${status}`, ocpiStatus);
  if (status === 429) return fault('TOO_MANY', message || 'HTTP 429', ocpiStatus);
  if (status === 404) return fault('NOT_FOUND', message || 'HTTP 404', ocpiStatus);
  if (status >= 400 && ocpiStatus !== undefined && ocpiStatus >= 1000 && ocpiStatus < 2000) {
    const contradiction = `HTTP ${status}, although the OCPI status says ${ocpiStatus} (success)`;
    return fault('HTTP_ERROR', message === '' ? contradiction : `${contradiction}: ${message}`, ocpiStatus);
  }
  if (status >= 400)
    return fault(ocpiStatus === undefined ? 'HTTP_ERROR' : 'OCPI_ERROR', message || `HTTP ${status}`, ocpiStatus);
  if (ocpiStatus !== undefined && (ocpiStatus < 1000 || ocpiStatus >= 2000)) {
    return fault('OCPI_ERROR', message || `OCPI status ${ocpiStatus}`, ocpiStatus);
  }
  const notes: string[] = [];
  if (page.bom) notes.push('BYTE_ORDER_MARK');
  if (form !== 'envelope') notes.push(`ENVELOPE_${form.toUpperCase().replace('-', '_')}`);
  if (typeof envelope['timestamp'] === 'number') notes.push('ENVELOPE_TIMESTAMP_EPOCH');
  if (form === 'envelope' && envelope['timestamp'] === undefined) notes.push('ENVELOPE_WITHOUT_TIMESTAMP');
  return ok({ page, ocpiStatus, message, notes });
}

/** Text of a page without its marks, for people; it is shown as text all the same. */
function plain(html: string): string {
  return html
    .replace(/<(?:script|style)[\s\S]*?(?:<\/(?:script|style)>|$)/gi, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}
