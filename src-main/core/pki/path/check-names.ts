import type { GeneralSubtreeView } from '../extensions/extension-values.ts';
import type { GeneralNameView } from '../general-names.ts';
import { matchConstraint } from './match-constraint.ts';
import { extensionOf, pass, refuse, warn } from './path-certificate.ts';
import type { PathCheck, ReadCertificate } from './path-types.ts';

interface Constraints {
  readonly permitted: readonly GeneralSubtreeView[];
  readonly excluded: readonly GeneralSubtreeView[];
}

/** Names times subtrees of one path; more than this is an attempt to keep the program busy. */
const MAX_COMPARISONS = 1 << 18;
/** A certificate may have thousands of wrong names; the first tell enough. */
const SHOWN_FAULTS = 20;
const MAIL_ADDRESS = '1.2.840.113549.1.9.1';

/**
 * Name constraints along a path (RFC 5280 §6.1.3 (b), (c), §6.1.4 (g)), leaf first. Those of the anchor hold too
 * (RFC 5937 §3.2). What an authority is issued to itself is not judged, unless it is the last certificate.
 */
export function checkNames(path: readonly ReadCertificate[]): readonly PathCheck[] {
  const above: Constraints[] = [];
  const checks: PathCheck[] = [];
  let comparisons = 0;
  for (let index = path.length - 1; index >= 0; index--) {
    const certificate = path[index];
    if (certificate === undefined) continue;
    const isExempt = index > 0 && certificate.view.selfIssued;
    if (above.length > 0 && !isExempt) {
      const names = namesOf(certificate);
      comparisons +=
        names.length * above.reduce((sum, { permitted, excluded }) => sum + permitted.length + excluded.length, 0);
      if (comparisons > MAX_COMPARISONS)
        checks.push(refuse('NAME_CONSTRAINT_UNSUPPORTED', index, { name: `${names.length} names` }));
      else checks.push(...judgeAll(names, above, index));
    }
    const own = extensionOf(certificate.view.extensions, 'name-constraints');
    if (own === undefined || index === 0) continue;
    if (!own.critical) checks.push(warn('NAME_CONSTRAINTS_NOT_CRITICAL', index));
    above.push(own.value);
  }
  return checks.toReversed();
}

function judgeAll(
  names: readonly GeneralNameView[],
  above: readonly Constraints[],
  index: number,
): readonly PathCheck[] {
  const faults = names.flatMap((name) => {
    const code = above.map((constraints) => judge(name, constraints)).find((fault) => fault !== undefined);
    return code === undefined ? [] : [refuse(code, index, { name: `${name.kind}:${name.value}`.slice(0, 200) })];
  });
  return faults.length > 0 ? faults.slice(0, SHOWN_FAULTS) : [pass('NAMES_ALLOWED', index)];
}

type NameFault = 'NAME_NOT_PERMITTED' | 'NAME_EXCLUDED' | 'NAME_CONSTRAINT_UNSUPPORTED';

function judge(name: GeneralNameView, { permitted, excluded }: Constraints): NameFault | undefined {
  if (isMisshapen(name)) return 'NAME_CONSTRAINT_UNSUPPORTED';
  const [allowed, forbidden] = [permitted, excluded].map((list) => list.filter(({ base }) => base.kind === name.kind));
  if (allowed === undefined || forbidden === undefined) return undefined;
  // RFC 5280 §4.2.1.10: a minimum or maximum, or a kind that is not understood, must be processed or refused.
  if ([...allowed, ...forbidden].some(({ minimum, maximum }) => minimum !== 0 || maximum !== null))
    return 'NAME_CONSTRAINT_UNSUPPORTED';
  const inside = allowed.map(({ base }) => matchConstraint(name, base, false));
  const outside = forbidden.map(({ base }) => matchConstraint(name, base, true));
  if ([...inside, ...outside].includes('unsupported')) return 'NAME_CONSTRAINT_UNSUPPORTED';
  if (outside.some((match) => match !== 'outside')) return 'NAME_EXCLUDED';
  return allowed.length > 0 && !inside.includes('within') ? 'NAME_NOT_PERMITTED' : undefined;
}

/** A host name or address in a wrong encoding is read as nothing known here; others may read it and be deceived. */
function isMisshapen({ kind, hex }: GeneralNameView): boolean {
  return kind === 'other' && !['a0', 'a3', 'a5'].includes(hex.slice(0, 2));
}

/** Alternative names, the subject, and mail addresses in the subject, which old certificates have there alone. */
function namesOf({ view }: ReadCertificate): readonly GeneralNameView[] {
  const { subject } = view;
  const place = { start: subject.start, end: subject.end, hex: '' };
  const mails = subject.rdns
    .flat()
    .flatMap(({ oid, text }): readonly GeneralNameView[] =>
      oid === MAIL_ADDRESS && text !== null ? [{ kind: 'mail', value: text.text, ...place }] : [],
    );
  const own: readonly GeneralNameView[] =
    subject.rdns.length === 0 ? [] : [{ kind: 'directory', value: subject.text, directory: subject, ...place }];
  return [...own, ...mails, ...(extensionOf(view.extensions, 'subject-alt-name')?.value.names ?? [])];
}
