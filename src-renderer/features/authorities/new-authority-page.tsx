import { useMemo, useState, type ReactNode } from 'react';
import type { AuthorityRow, AuthoritySpec } from '../../../shared/contract/authorities.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey, formatText, type Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { goBack } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import type { FieldFinding } from '../../ui/field.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Findings } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { FieldRow, Form, PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import {
  algorithmName,
  ALGORITHMS,
  isRsa,
  SubjectFields,
  TokenChoice,
  TokenWork,
  useOffers,
  usePresentTokens,
  usePromptState,
} from '../keys/index.ts';
import { NEW_ISSUING, NEW_ROOT, specOf, type AuthorityForm } from './authority-form.ts';
import { openAuthority } from './authority-words.ts';
import { KindsField } from './kinds-field.tsx';
import { PolicyFields } from './policy-fields.tsx';

interface NewAuthorityPageProps {
  readonly parentId: string | undefined;
  readonly rollOverId: string | undefined;
}

/** A new authority: a root, one below a parent, or the next key of one that is there. */
export function NewAuthorityPage({ parentId, rollOverId }: NewAuthorityPageProps): ReactNode {
  const t = useT();
  const list = useCoreQuery('authorities', ['authorities.list'], (core) => core.authorities.list({}));
  if (list.error !== null) return <FaultNote fault={list.error.fault} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <LoadingState what={t('authorities.theAuthorities')} />;
  const { authorities } = list.data;
  // An authority that was made a moment ago may not be in the list yet: a form without it would say something wrong.
  const named = parentId ?? rollOverId;
  const isKnown = named === undefined || authorities.some(({ authorityId }) => authorityId === named);
  if (!isKnown && list.isFetching) return <LoadingState what={t('authorities.theAuthorities')} />;
  const rolled = authorities.find(({ authorityId }) => authorityId === rollOverId);
  return <FormPage authorities={authorities} parentId={parentId ?? rolled?.parentId ?? ''} rolled={rolled} />;
}

/** Its key lies where that of the authority above does, unless somebody says otherwise. */
function firstForm(parentId: string, tokenUri: string, rolled: AuthorityRow | undefined): AuthorityForm {
  const base = { ...(parentId === '' ? NEW_ROOT : NEW_ISSUING), parentId, tokenUri };
  if (rolled === undefined) return base;
  const { policy } = rolled;
  return {
    ...base,
    name: `${rolled.name} 2`.slice(0, 200),
    kinds: rolled.kinds,
    algorithm: rolled.algorithm,
    maxLifetimeDays: String(policy.maxLifetimeDays),
    refuseBeyond: policy.beyond === 'refuse',
    backdateMinutes: String(policy.backdateMinutes),
    crlUrl: policy.crlUrl,
  };
}

interface FormPageProps {
  readonly authorities: readonly AuthorityRow[];
  readonly parentId: string;
  readonly rolled: AuthorityRow | undefined;
}

function FormPage({ authorities, parentId, rolled }: FormPageProps): ReactNode {
  const t = useT();
  const above = authorities.find(({ authorityId }) => authorityId === (rolled?.authorityId ?? parentId));
  const [form, setForm] = useState(() => firstForm(parentId, above?.tokenUri ?? '', rolled));
  const change = (part: Partial<AuthorityForm>): void => setForm((before) => ({ ...before, ...part }));
  const tokens = usePresentTokens();
  const token = tokens?.find(({ uri }) => uri === form.tokenUri) ?? tokens?.[0];
  const offers = useOffers(token?.uri);
  const offered = ALGORITHMS.filter((name) =>
    offers.data?.some((offer) => offer.algorithm === name && offer.canGenerate),
  );
  const algorithm = offered.find((name) => name === form.algorithm) ?? offered[0] ?? form.algorithm;
  const spec = specOf({ ...form, tokenUri: token?.uri ?? '', algorithm });
  const asked = useSettled(spec, 250);
  const check = useCoreQuery(
    'authorities',
    ['authorities.check', JSON.stringify(asked ?? null)],
    (core) => core.authorities.check({ spec: asked ?? never() }),
    { enabled: asked !== undefined && token !== undefined && asked.name !== '' && asked.subject.length > 0 },
  );
  const findings = check.data?.findings ?? [];
  const parents = authorities.filter((row) => row.state === 'active' && row.authorityId !== rolled?.authorityId);
  const parent = parents.find(({ authorityId }) => authorityId === form.parentId);
  const prompt = usePromptState();
  const make = useCoreAction(async (core, wish: AuthoritySpec, signal) => {
    const options = { signal, onItem: prompt.take };
    return rolled === undefined
      ? core.authorities.create({ spec: wish }, options)
      : core.authorities.rollOver({ authorityId: rolled.authorityId, spec: wish, cross: form.cross }, options);
  });
  const mayMake = useMayCall(rolled === undefined ? 'authorities.create' : 'authorities.rollOver');
  const missing =
    mayMake ??
    (token === undefined
      ? t('keys.noToken')
      : form.name.trim() === ''
        ? t('authorities.needsName')
        : (form.subject.CN ?? '').trim() === ''
          ? t('authorities.needsCommonName')
          : form.kinds.length === 0
            ? t('authorities.needsKind')
            : spec === undefined
              ? t('authorities.needsNumbers')
              : findings.some(({ level }) => level === 'fail')
                ? t('authorities.hasFindings')
                : undefined);
  const { run, busy } = make;
  const commands = useMemo((): readonly Command[] => {
    const submit = (): void => {
      if (missing !== undefined || spec === undefined || busy) return;
      prompt.reset();
      void run(spec).then((made) => {
        if (made === undefined) return;
        showToast(t('authorities.made', { name: made.authority.name }));
        openAuthority(made.authority);
      });
    };
    return [
      {
        id: 'authorities.make',
        title: () => t('authorities.make'),
        icon: 'landmark',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => missing,
        run: submit,
      },
    ];
  }, [missing, spec, busy, run, prompt, t]);
  useCommands(commands);
  const at = (path: string): readonly FieldFinding[] =>
    findings.filter((one) => one.path === path || one.path.startsWith(`${path}.`)).map((one) => fieldFindingOf(t, one));
  const others = findings.filter(({ path }) => !FIELD_PATHS.has(path.replace(/\.\d+$/u, '')));
  return (
    <>
      <PageHead
        title={
          rolled === undefined
            ? t(parent === undefined ? 'authorities.newRootTitle' : 'authorities.newIssuing')
            : t('authorities.rollOverTitle', { name: rolled.name })
        }
        actions={
          <>
            <Button onClick={goBack}>{t('ui.cancel')}</Button>
            <Button
              kind="primary"
              keys="Ctrl+Enter"
              disabledReason={busy ? t('keys.busy') : missing}
              onClick={commands[0]?.run ?? (() => undefined)}
            >
              {t('authorities.make')}
            </Button>
          </>
        }
      />
      <PageBody>
        <Form onSubmit={(event) => event.preventDefault()}>
          {make.fault === undefined ? null : <FaultNote fault={make.fault} />}
          {busy ? (
            <TokenWork
              what={t('authorities.making')}
              state={prompt.state}
              onCancel={make.cancel}
              cancelKeeps={t('authorities.cancelKeeps')}
            />
          ) : null}
          <Section title={t('authorities.who')} bare>
            <Form as="div">
              <FieldRow>
                <TextField
                  label={t('authorities.name')}
                  value={form.name}
                  required
                  autoFocus
                  maxLength={200}
                  hint={t('authorities.nameHint')}
                  findings={at('name')}
                  onChange={(name) => change({ name })}
                />
                <SelectField
                  label={t('authorities.parent')}
                  value={form.parentId}
                  findings={at('parentId')}
                  choices={[
                    { value: '', label: t('authorities.noParent') },
                    ...parents.map((row) => ({ value: row.authorityId, label: row.name })),
                  ]}
                  onChange={(value) => change({ parentId: value })}
                />
              </FieldRow>
              <KindsField kinds={form.kinds} allowed={parent?.kinds} onChange={(kinds) => change({ kinds })} />
              <SubjectFields subject={form.subject} onChange={(subject) => change({ subject })} findings={[]} />
            </Form>
          </Section>
          <Section title={t('authorities.keyPlace')} bare>
            <Form as="div">
              <TokenChoice
                tokens={tokens}
                value={token?.uri ?? ''}
                onChange={(tokenUri) => change({ tokenUri })}
                disabled={busy}
              />
              <SelectField
                label={t('keys.algorithm')}
                value={algorithm}
                choices={(offered.length === 0 ? [algorithm] : offered).map((name) => ({
                  value: name,
                  label: algorithmName(name),
                }))}
                onChange={(value) => change({ algorithm: value })}
              />
              {isRsa(algorithm) ? (
                <CheckField label={t('authorities.pss')} checked={form.pss} onChange={(pss) => change({ pss })} />
              ) : null}
            </Form>
          </Section>
          <Section title={t('authorities.limits')} bare>
            <Form as="div">
              <FieldRow>
                <TextField
                  label={t('authorities.validityDays')}
                  value={form.validityDays}
                  maxLength={5}
                  findings={at('validityDays')}
                  onChange={(validityDays) => change({ validityDays })}
                />
                <TextField
                  label={t('authorities.pathLength')}
                  hint={t('authorities.pathLengthHint')}
                  value={form.pathLength}
                  maxLength={2}
                  findings={at('pathLength')}
                  onChange={(pathLength) => change({ pathLength })}
                />
              </FieldRow>
              <FieldRow>
                <TextField
                  label={t('authorities.permitted')}
                  hint={t('authorities.constraintHint')}
                  value={form.permitted}
                  lines={3}
                  mono
                  findings={at('permitted')}
                  onChange={(permitted) => change({ permitted })}
                />
                <TextField
                  label={t('authorities.excluded')}
                  hint={t('authorities.constraintHint')}
                  value={form.excluded}
                  lines={3}
                  mono
                  findings={at('excluded')}
                  onChange={(excluded) => change({ excluded })}
                />
              </FieldRow>
              <PolicyFields form={form} onChange={change} at={at} />
              {rolled === undefined ? null : (
                <CheckField
                  label={t('authorities.cross')}
                  checked={form.cross}
                  onChange={(cross) => change({ cross })}
                />
              )}
            </Form>
          </Section>
          {others.length === 0 ? null : (
            <Findings
              findings={others.map((one) => ({
                verdict: one.level === 'note' ? 'info' : one.level,
                sentence: <SafeText text={findingText(t, one)} />,
                code: one.code,
              }))}
            />
          )}
        </Form>
      </PageBody>
    </>
  );
}

const FIELD_PATHS: ReadonlySet<string> = new Set([
  'name',
  'parentId',
  'validityDays',
  'pathLength',
  'permitted',
  'excluded',
  'policy.crlUrl',
  'policy.maxLifetimeDays',
]);

interface CheckFinding {
  readonly level: 'fail' | 'warn' | 'note';
  readonly code: string;
  readonly path: string;
  readonly value?: string | undefined;
}

function findingText(t: Translate, { code, value }: CheckFinding): string {
  const key = `authorities.finding_${code}`;
  return isTextKey(key)
    ? formatText(t.language, key, { value: value ?? '' })
    : [code, value].filter((part) => part !== undefined).join(': ');
}

function fieldFindingOf(t: Translate, finding: CheckFinding): FieldFinding {
  return { verdict: finding.level === 'note' ? 'info' : finding.level, text: findingText(t, finding) };
}

function never(): never {
  throw new Error('asked only with a spec');
}
