import type { ClaimedIds, SanName, SubjectPart } from '../../../shared/contract/keys.ts';
import { parseDistinguishedName } from '../../../shared/domain/distinguished-name.ts';
import { parseSubjectAltName } from '../../../shared/domain/san.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandFault, CommandOption, Options } from '../command.ts';

/** What a certificate is to say: the same options for a group's defaults and for one CSR. */
export const claimOptions: Readonly<Record<string, CommandOption>> = {
  subject: { kind: 'text', value: 'DN', about: 'CN=…,O=…,C=…' },
  san: { kind: 'texts', value: 'dns:…|ip:…|uri:…|mail:…', about: 'subject alternative name; may be repeated' },
  party: { kind: 'texts', value: 'ID', about: 'party id, such as DEGEF; may be repeated' },
  'sub-cpo': { kind: 'texts', value: 'ID', about: 'sub-CPO id, such as DE*GEF; may be repeated' },
  'sub-emsp': { kind: 'texts', value: 'ID', about: 'sub-EMSP id, such as DE-GDF; may be repeated' },
  encoding: { kind: 'text', value: 'sequence|set', about: 'of the id lists; set is WWCP-compatible' },
  padding: { kind: 'text', value: 'pkcs1|pss', about: 'of RSA signatures' },
};

export interface Claims {
  readonly subject?: SubjectPart[];
  readonly san?: SanName[];
  readonly ids?: ClaimedIds;
  readonly encoding?: 'sequence' | 'set';
  readonly padding?: 'pkcs1' | 'pss';
}

/** What was given; what was not stays away, so that defaults hold. */
export function readClaims(options: Options): Result<Claims, CommandFault> {
  const subject = options.text('subject');
  const name = subject === undefined ? undefined : parseDistinguishedName(subject);
  if (name?.ok === false)
    return usage(`--subject: ${name.error.code} at position ${'at' in name.error ? name.error.at : 0}`);
  const san: SanName[] = [];
  for (const text of options.texts('san')) {
    const parsed = parseSubjectAltName(text);
    if (!parsed.ok) return usage(`--san ${JSON.stringify(text)}: ${parsed.error.code}`);
    san.push(parsed.value);
  }
  const encoding = options.text('encoding');
  if (encoding !== undefined && encoding !== 'sequence' && encoding !== 'set')
    return usage('--encoding is sequence or set');
  const padding = options.text('padding');
  if (padding !== undefined && padding !== 'pkcs1' && padding !== 'pss') return usage('--padding is pkcs1 or pss');
  const ids = {
    partyIds: [...options.texts('party')],
    subCpoIds: [...options.texts('sub-cpo')],
    subEmspIds: [...options.texts('sub-emsp')],
  };
  const anyId = ids.partyIds.length + ids.subCpoIds.length + ids.subEmspIds.length > 0;
  return ok({
    ...(name === undefined ? {} : { subject: [...name.value] }),
    ...(san.length === 0 ? {} : { san }),
    ...(anyId ? { ids } : {}),
    ...(encoding === undefined ? {} : { encoding }),
    ...(padding === undefined ? {} : { padding }),
  });
}

function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}
