import { StandingRule } from '../../../../shared/contract/standing.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import type { Reader } from '../../store/tables.ts';
import type { StandingJudgeDeps } from './standing.deps.ts';

export const STANDING = 'standing/';

/** A rule from its text; undefined for what is none, or is one under another's name. */
export function readRule(document: string, text: string): StandingRule | undefined {
  const rule = StandingRule.safeParse(parseCanonicalObject(text)).data;
  return rule !== undefined && `${STANDING}${rule.standingId}` === document ? rule : undefined;
}

/**
 * The rules that the roster names now, their texts hashed anew. None without a roster that holds: a rule is what people
 * signed together, and nothing else.
 */
export async function rulesInForce(
  { operators, documents }: Pick<StandingJudgeDeps, 'operators' | 'documents'>,
  db: Reader,
): Promise<readonly StandingRule[]> {
  const guarded = operators.roster();
  if (guarded.state !== 'good') return [];
  const rules: StandingRule[] = [];
  for (const { document } of guarded.roster.documents) {
    if (!document.startsWith(STANDING)) continue;
    const stored = await documents.current(db, document);
    const rule = stored.kind === 'current' ? readRule(document, stored.record.text) : undefined;
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}
