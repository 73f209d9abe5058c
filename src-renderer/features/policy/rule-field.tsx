import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { Json } from '../../../shared/domain/canonical-json.ts';
import type { PolicyRule } from '../../../shared/domain/policy-rules.ts';
import { useT } from '../../locales/language.tsx';
import { CheckField, SegmentedField } from '../../ui/choice-fields.tsx';
import { FieldFrame, type FieldFinding, type FieldFrameProps } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { ruleText, valueText } from './policy-words.ts';

const Code = styled('span')({ ...type.monoSmall, color: look.ink3, marginLeft: rem(6) });
/** A number needs no wide field; its words may be longer. */
const Narrow = styled('div')({ 'div:has(> input)': { maxWidth: rem(160) } });
const Boxes = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: `${rem(2)} ${rem(14)}` });

interface RuleFieldProps {
  readonly rule: PolicyRule;
  readonly value: Json;
  readonly usual: Json;
  /** What is in force, when the draft has another value. */
  readonly was: Json | undefined;
  readonly wrong: boolean;
  readonly onChange: (value: Json | undefined) => void;
  readonly onTakeBack: () => void;
}

/** One rule: what it means, its control, and how it stands to what is in force and to what is usual. */
export function RuleField(props: RuleFieldProps): ReactNode {
  const t = useT();
  const { rule, value, usual, was } = props;
  const label = ruleText(t, rule);
  const findings: FieldFinding[] =
    was === undefined
      ? []
      : [
          {
            verdict: 'info',
            word: t('policies.changed'),
            text: t('policies.was', { value: valueText(t, was) }),
            fix: { label: t('policies.takeBack'), onFix: props.onTakeBack },
          },
        ];
  // What is usual and in force is said once.
  const isUsual = [value, was].some((one) => JSON.stringify(one) === JSON.stringify(usual));
  const frame: FieldFrameProps = {
    label,
    labelNode: (
      <>
        {label}
        <Code>{rule.name}</Code>
      </>
    ),
    findings,
    ...(isUsual ? {} : { hint: t('policies.usual', { value: valueText(t, usual) }) }),
  };
  return <Control {...props} frame={frame} />;
}

type ControlProps = RuleFieldProps & { readonly frame: FieldFrameProps };

function Control(props: ControlProps): ReactNode {
  const t = useT();
  const { rule, value, onChange, frame } = props;
  const { edit } = rule;
  switch (edit.kind) {
    case 'verdict':
      return (
        <SegmentedField
          {...frame}
          value={value === 'pass' || value === 'warn' ? value : 'fail'}
          choices={(['pass', 'warn', 'fail'] as const).map((one) => ({
            value: one,
            label: t(`policies.verdict_${one}`),
          }))}
          onChange={onChange}
        />
      );
    case 'switch':
      return (
        <SegmentedField
          {...frame}
          value={value === true ? 'yes' : 'no'}
          choices={(['yes', 'no'] as const).map((one) => ({ value: one, label: t(`policies.${one}`) }))}
          onChange={(chosen) => onChange(chosen === 'yes')}
        />
      );
    case 'number':
      return <NumberControl {...props} min={edit.min} max={edit.max} />;
    case 'choices': {
      const chosen = textsOf(value);
      return (
        <FieldFrame {...frame} group>
          {({ labelId, describedBy }) => (
            <Boxes role="group" aria-labelledby={labelId} aria-describedby={describedBy}>
              {edit.choices.map((choice) => (
                <CheckField
                  key={choice}
                  label={choice}
                  checked={chosen.includes(choice)}
                  onChange={(checked) =>
                    onChange(edit.choices.filter((one) => (one === choice ? checked : chosen.includes(one))))
                  }
                />
              ))}
            </Boxes>
          )}
        </FieldFrame>
      );
    }
    case 'texts':
      return edit.nullable ? <OptionalLines {...props} /> : <Lines {...props} />;
    case 'verdicts':
      return <CodeLines {...props} />;
  }
}

function NumberControl(props: ControlProps & { readonly min: number; readonly max: number }): ReactNode {
  const t = useT();
  const { value, min, max, frame, wrong } = props;
  const [text, setText] = useState(typeof value === 'number' ? String(value) : '');
  const bad: FieldFinding = { verdict: 'fail', text: t('policies.badNumber', { min, max }) };
  return (
    <Narrow>
      <TextField
        {...frame}
        value={text}
        findings={wrong ? [bad] : (frame.findings ?? [])}
        onChange={(next) => {
          setText(next);
          const number = Number(next.trim());
          const isOne = /^\d{1,9}$/u.test(next.trim()) && number >= min && number <= max;
          props.onChange(isOne ? number : undefined);
        }}
      />
    </Narrow>
  );
}

function Lines({ value, usual, frame, onChange }: ControlProps): ReactNode {
  const t = useT();
  const [text, setText] = useState(textsOf(value).join('\n'));
  return (
    <TextField
      {...frame}
      mono
      lines={Math.min(8, Math.max(2, textsOf(usual).length))}
      hint={frame.hint ?? t('policies.onePerLine')}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(linesOf(next));
      }}
    />
  );
}

/** None, which leaves it to others, or a list. */
function OptionalLines(props: ControlProps): ReactNode {
  const t = useT();
  const { value, frame, onChange } = props;
  const { label, labelNode, findings, hint } = frame;
  return (
    <div>
      <SegmentedField
        label={label}
        labelNode={labelNode}
        {...(findings === undefined ? {} : { findings })}
        {...(hint === undefined ? {} : { hint })}
        value={value === null ? 'own' : 'these'}
        choices={[
          { value: 'own', label: t('policies.ownAlone') },
          { value: 'these', label: t('policies.thesePatterns') },
        ]}
        onChange={(chosen) => onChange(chosen === 'own' ? null : [])}
      />
      {value === null ? null : <Lines {...props} frame={{ label: t('policies.thesePatterns') }} />}
    </div>
  );
}

function CodeLines({ value, frame, wrong, onChange }: ControlProps): ReactNode {
  const t = useT();
  const [text, setText] = useState(
    Object.entries(typeof value === 'object' && value !== null ? value : {})
      .map(([code, verdict]) => `${code} ${typeof verdict === 'string' ? verdict : ''}`)
      .join('\n'),
  );
  return (
    <TextField
      {...frame}
      mono
      lines={8}
      hint={frame.hint ?? t('policies.codePerLine')}
      findings={wrong ? [{ verdict: 'fail', text: t('policies.badLine') }] : (frame.findings ?? [])}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(verdictsOf(next));
      }}
    />
  );
}

function textsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** Undefined when a line is no code with a verdict. */
function verdictsOf(text: string): Json | undefined {
  const pairs: [string, string][] = [];
  for (const line of linesOf(text)) {
    const found = /^([A-Z][A-Z0-9_]{1,59})[\s:=]+(pass|warn|fail)$/u.exec(line);
    if (found === null) return undefined;
    pairs.push([found[1] ?? '', found[2] ?? '']);
  }
  return Object.fromEntries(pairs);
}
