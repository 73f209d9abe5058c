import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { Json } from './json.ts';

export interface Called {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** `data` of the envelope; undefined where there is none. */
  readonly data: unknown;
  readonly envelope: Json;
}

export interface CallWish {
  readonly method?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly tls?: RequestOptions;
}

/** One plain call of a test; the token as it stands. */
export function call(
  url: string,
  { method = 'GET', token, headers = {}, body, tls = {} }: CallWish = {},
): Promise<Called> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent: false as const,
      headers: {
        ...(token == null ? {} : { authorization: `Token ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    };
    const send = url.startsWith('https:') ? httpsRequest(url, { ...options, ...tls }) : httpRequest(url, options);
    send.on('error', reject);
    send.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const parsed = parsedJson(text);
        const envelope = typeof parsed === 'object' && parsed !== null ? (parsed as Json) : {};
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          data: envelope['data'],
          envelope,
        });
      });
    });
    send.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
