import type { OcpiVersion } from './ocpi-version.ts';

/** How the token of a connection goes out otherwise than the text of its version asks. */
export type AccessOddity = 'OTHER_HEADER' | 'TOKEN_RAW' | 'TOKEN_BASE64';

interface Access {
  readonly authorization: { readonly kind: 'token' | 'none'; readonly header: string; readonly prefix: string };
  readonly version: OcpiVersion | undefined;
  /** The form that the platform took last. */
  readonly encoding: 'raw' | 'base64' | undefined;
}

/**
 * `Authorization: Token …` in every version; raw in 2.1.1 (§4.1.1 there), base64 from 2.2.1 on (OCPI 2.2.1 §4.1.1, whose
 * draft 2.2-d2 introduced it).
 */
export function accessOddities({ authorization, version, encoding }: Access): readonly AccessOddity[] {
  if (authorization.kind === 'none') return [];
  const { header, prefix } = authorization;
  const isOther = header.toLowerCase() !== 'authorization' || prefix.toLowerCase() !== 'token';
  const asked = version === '2.1.1' ? 'raw' : 'base64';
  const isForm = version === undefined || encoding === undefined || encoding === asked;
  return [
    ...(isOther ? (['OTHER_HEADER'] as const) : []),
    ...(isForm ? [] : [encoding === 'raw' ? ('TOKEN_RAW' as const) : ('TOKEN_BASE64' as const)]),
  ];
}
