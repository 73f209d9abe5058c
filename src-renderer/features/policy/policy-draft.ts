import { useMemo, useState } from 'react';
import { canonicalJson, type Json } from '../../../shared/domain/canonical-json.ts';
import type { CheckPolicy } from '../../../shared/domain/checks/check-policy.ts';
import { policyOfValues, policyRules, type RuleValues, ruleValues } from '../../../shared/domain/policy-rules.ts';

export interface PolicyDraft {
  readonly values: RuleValues;
  /** Rules that are otherwise than what the draft began with. */
  readonly changed: ReadonlySet<string>;
  /** Rules of which the field holds something that is no value. */
  readonly wrong: ReadonlySet<string>;
  /** Counts the times that values came from elsewhere: fields then show them anew. */
  readonly round: number;
  /** Undefined: what stands in the field is no value. */
  readonly set: (rule: string, value: Json | undefined) => void;
  readonly take: (policy: CheckPolicy) => void;
  readonly takeBack: (rule: string) => void;
  readonly text: () => string;
}

/** A policy that is being changed, rule by rule. */
export function usePolicyDraft(start: CheckPolicy): PolicyDraft {
  const first = useMemo(() => ruleValues(start), [start]);
  const [values, setValues] = useState(first);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [round, setRound] = useState(0);
  const changed = new Set(
    policyRules.flatMap(({ rule }) => (sameText(values.get(rule)) === sameText(first.get(rule)) ? [] : [rule])),
  );
  const set = (rule: string, value: Json | undefined): void => {
    setWrong((now) => new Set([...now].filter((one) => one !== rule).concat(value === undefined ? rule : [])));
    if (value !== undefined) setValues((now) => new Map(now).set(rule, value));
  };
  return {
    values,
    changed,
    wrong,
    round,
    set,
    take: (policy) => {
      setValues(ruleValues(policy));
      setWrong(new Set());
      setRound((now) => now + 1);
    },
    takeBack: (rule) => {
      set(rule, first.get(rule) ?? null);
      setRound((now) => now + 1);
    },
    text: () => JSON.stringify(policyOfValues(values), undefined, 2),
  };
}

/** Lists are sets: their order means nothing. */
function sameText(value: Json | undefined): string {
  if (value === undefined) return '';
  const isList = Array.isArray(value);
  return canonicalJson(isList ? (value as readonly Json[]).map(canonicalJson).toSorted() : value);
}
