import { z } from 'zod';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import { fail, ok } from '../../../../shared/util/result.ts';

/** Credentials objects of all versions (OCPI 2.1.1 §7.3.1, 2.2.1 and 2.3.0 §7.3.1); also as the answer that carries one. */

const text = z.string().max(4000);
const Details = z.looseObject({ name: text.optional() });
const Role = z.looseObject({
  role: text.optional(),
  country_code: text.optional(),
  party_id: text.optional(),
  business_details: Details.optional(),
});
const CredentialsObject = z.looseObject({
  token: text,
  url: text,
  roles: z.array(Role).max(1000).optional(),
  country_code: text.optional(),
  party_id: text.optional(),
  business_details: Details.optional(),
  hub_party_id: text.optional(),
});

interface Party {
  readonly party: string;
  readonly role: string;
  readonly name: string;
}

const unreadable = (message: string) => fail({ code: 'CREDENTIALS_UNREADABLE', data: { message } } as const);

export function readCredentials({ content }: InputSource) {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content).replace(/^\uFEFF/, ''));
  } catch {
    return unreadable('This is no JSON in UTF-8.');
  }
  const notes: string[] = [];
  let inner = raw;
  if (isObject(inner) && 'data' in inner) inner = inner['data'];
  // Seen in the wild: the object in a list of one.
  if (Array.isArray(inner) && inner.length === 1) {
    inner = inner[0];
    notes.push('LIST_INSTEAD_OF_OBJECT');
  }
  const read = CredentialsObject.safeParse(inner);
  if (!read.success) return unreadable('A credentials object has at least `token` and `url`.');
  const { token, url } = read.data;
  const trimmed = token.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(trimmed)) {
    return unreadable('The token has characters that no OCPI token may have, or is longer than 512.');
  }
  if (trimmed !== token) notes.push('TOKEN_WITH_BLANKS');
  return ok({ versionsUrl: url, token: trimmed, parties: [...partiesOf(read.data)].slice(0, 1000), notes });
}

function* partiesOf(credentials: z.infer<typeof CredentialsObject>): Generator<Party> {
  const { roles, country_code, party_id, business_details, hub_party_id } = credentials;
  for (const one of roles ?? []) {
    yield {
      party: `${one.country_code ?? ''}${one.party_id ?? ''}`.slice(0, 60),
      role: one.role ?? '',
      name: one.business_details?.name ?? '',
    };
  }
  // 2.1.1 has one party and no roles.
  if (roles === undefined && (country_code !== undefined || party_id !== undefined)) {
    yield {
      party: `${country_code ?? ''}${party_id ?? ''}`.slice(0, 60),
      role: '',
      name: business_details?.name ?? '',
    };
  }
  if (hub_party_id !== undefined) yield { party: hub_party_id.slice(0, 60), role: 'HUB', name: '' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
