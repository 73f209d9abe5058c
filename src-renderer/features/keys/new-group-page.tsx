import { useMemo, type ReactNode } from 'react';
import { create } from 'zustand';
import { checkPartyIds } from '../../../shared/domain/party-ids.ts';
import { checkKeyGroupId } from '../../../shared/domain/key-group-id.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { goBack, navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import type { FieldFinding } from '../../ui/field.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { FieldRow, Form, PageBody, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { DefaultsFields } from './defaults-fields.tsx';
import { fieldFinding } from './finding-sentence.tsx';
import { defaultsOfForm, NEW_GROUP, type GroupForm } from './group-form.ts';
import { PURPOSES, purposeWord } from './key-words.ts';

/** What was typed stays while the window lives, whatever page is looked at in between. */
const useNewGroup = create<GroupForm>(() => NEW_GROUP);
const change = (next: (form: GroupForm) => GroupForm): void => useNewGroup.setState(next);

/** A new key group: its name and whom it is between, then what its CSRs start from. Core judges it when it is made. */
export function NewGroupPage(): ReactNode {
  const t = useT();
  const form = useNewGroup();
  const defaults = defaultsOfForm(form);
  const action = useCoreAction((client, wish: GroupForm) =>
    client.keys.createGroup({
      id: wish.id,
      purpose: wish.purpose,
      owner: wish.owner,
      ...(wish.counterpart === '' ? {} : { counterpart: wish.counterpart }),
      defaults: defaultsOfForm(wish) ?? never(),
    }),
  );
  const { run, busy, fault } = action;
  const id = idFindings(form.id, t);
  const missing =
    form.id === '' || form.owner === ''
      ? t('keys.newNeedsNames')
      : id.some(({ verdict }) => verdict === 'fail')
        ? t('keys.newNeedsId')
        : defaults === undefined
          ? t('keys.newNeedsDays')
          : form.claims.typing.trim() !== ''
            ? t('keys.typingLeft')
            : undefined;

  const commands = useMemo(() => {
    const make = (): void => {
      if (missing !== undefined || busy) return;
      void run(form).then((made) => {
        if (made === undefined) return;
        change(() => NEW_GROUP);
        showToast(t('keys.groupMade', { id: made.group.id }));
        navigate('keys', { ref: made.group.groupRef, name: made.group.id });
      });
    };
    return [
      {
        id: 'keys.makeGroup',
        title: () => t('keys.makeGroup'),
        icon: 'plus',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => missing,
        run: make,
      },
    ] as const;
  }, [form, missing, busy, run, t]);
  useCommands(commands);
  const [make] = commands;

  return (
    <>
      <PageHead
        title={t('keys.newGroup')}
        facts={<span>{t('keys.newGroupFacts')}</span>}
        actions={
          <>
            <Button
              onClick={() => {
                change(() => NEW_GROUP);
                goBack();
              }}
            >
              {t('keys.discard')}
            </Button>
            <Button
              kind="primary"
              keys="Ctrl+Enter"
              disabledReason={busy ? t('keys.busy') : missing}
              onClick={make.run}
            >
              {t('keys.makeGroup')}
            </Button>
          </>
        }
      />
      <PageBody>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          {fault === undefined ? null : <FaultNote fault={fault} />}
          <Section title={t('keys.whose')}>
            <Form as="div">
              <TextField
                label={t('keys.groupId')}
                value={form.id}
                mono
                required
                autoFocus
                maxLength={64}
                hint={t('keys.groupIdHint')}
                findings={id}
                onChange={(value) => change((before) => ({ ...before, id: value }))}
              />
              <FieldRow>
                <SelectField
                  label={t('keys.purpose')}
                  value={form.purpose}
                  hint={t(`keys.purposeHint_${form.purpose}`)}
                  choices={PURPOSES.map((value) => ({ value, label: purposeWord(t, value) }))}
                  onChange={(purpose) => change((before) => ({ ...before, purpose }))}
                />
                <TextField
                  label={t('keys.owner')}
                  value={form.owner}
                  mono
                  required
                  maxLength={64}
                  hint={t('keys.ownerHint')}
                  findings={ownerFindings(form.owner, (owner) => change((before) => ({ ...before, owner })), t)}
                  onChange={(owner) => change((before) => ({ ...before, owner }))}
                />
                <TextField
                  label={t('keys.counterpart')}
                  value={form.counterpart}
                  maxLength={200}
                  hint={t('keys.counterpartHint')}
                  onChange={(counterpart) => change((before) => ({ ...before, counterpart }))}
                />
              </FieldRow>
            </Form>
          </Section>
          <DefaultsFields form={form} onChange={(next) => change((before) => ({ ...before, ...next(before) }))} />
        </Form>
      </PageBody>
    </>
  );
}

function never(): never {
  throw new Error('the button is off while a number is missing');
}

type T = ReturnType<typeof useT>;

function idFindings(id: string, t: T): readonly FieldFinding[] {
  const checked = checkKeyGroupId(id);
  if (id === '' || checked.ok) return [];
  return [fieldFinding(t, { level: 'fail', code: checked.error.code, path: 'id', value: id })];
}

function ownerFindings(owner: string, onUse: (value: string) => void, t: T): readonly FieldFinding[] {
  if (owner === '') return [];
  return checkPartyIds('party', [owner]).map(({ code, severity, value, suggestion }) =>
    fieldFinding(
      t,
      {
        level: severity === 'error' ? 'fail' : 'warn',
        code,
        path: 'owner',
        value,
        ...(suggestion === undefined ? {} : { suggestion }),
      },
      onUse,
    ),
  );
}
