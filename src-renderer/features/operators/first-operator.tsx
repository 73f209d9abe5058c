import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { OperatorRole } from '../../../shared/domain/roles.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Columns, Form, PageBody, Prose, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { IdentityChoice } from './identity-choice.tsx';
import { RolesField } from './roles-field.tsx';

const Needs = styled('ol')({
  paddingLeft: rem(20),
  display: 'flex',
  flexDirection: 'column',
  gap: rem(4),
  margin: `${rem(6)} 0 ${rem(10)}`,
});

interface FirstOperatorProps {
  readonly onBegun: (genesis: string) => void;
  /** A workspace without operators may hold keys that vote for another one. */
  readonly onElsewhere: () => void;
}

/** Before there are operators: what enrolling the first one means, what it takes, and the form. */
export function FirstOperator({ onBegun, onElsewhere }: FirstOperatorProps): ReactNode {
  const t = useT();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly OperatorRole[]>(['requester', 'approver', 'ca-operator']);
  const [certificateId, setCertificateId] = useState<string>();
  const [asking, setAsking] = useState(false);
  const prompt = usePromptState();
  const begin = useCoreAction((core, chosen: string, signal) =>
    core.operators.begin({ name, certificateId: chosen, roles: [...roles] }, { signal, onItem: prompt.take }),
  );
  const missing =
    name.trim() === ''
      ? t('operators.needName')
      : certificateId === undefined
        ? t('operators.needCertificateChosen')
        : !roles.includes('approver')
          ? t('operators.firstApproves')
          : undefined;
  const submit = async (): Promise<void> => {
    setAsking(false);
    if (certificateId === undefined) return;
    prompt.reset();
    const begun = await begin.run(certificateId);
    if (begun?.roster.genesis !== undefined) onBegun(begun.roster.genesis);
  };
  return (
    <>
      <PageHead
        title={t('operators.title')}
        facts={<span>{t('operators.noneTitle')}</span>}
        actions={<MenuButton items={[{ label: t('operators.elsewhere'), onSelect: onElsewhere }]} />}
      />
      <PageBody>
        <Columns>
          <Section title={t('operators.noneTitle')}>
            <Prose>{t('operators.noneAbout')}</Prose>
            <Prose>{t('operators.noneThen')}</Prose>
          </Section>
          <Section title={t('operators.needs')}>
            <Needs>
              <li>{t('operators.needAuthority')}</li>
              <li>{t('operators.needGroup')}</li>
              <li>{t('operators.needCertificate')}</li>
            </Needs>
            <ButtonRow>
              <Button small onClick={() => navigate('authorities')}>
                {t('operators.toAuthorities')}
              </Button>
              <Button small onClick={() => navigate('keys')}>
                {t('operators.toKeys')}
              </Button>
              <Button small onClick={() => navigate('certificates')}>
                {t('operators.toCertificates')}
              </Button>
            </ButtonRow>
          </Section>
        </Columns>
        <Section title={t('operators.enrolFirst')}>
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              if (missing === undefined) setAsking(true);
            }}
          >
            <TextField
              label={t('operators.name')}
              hint={t('operators.nameHint')}
              value={name}
              maxLength={80}
              onChange={setName}
            />
            <IdentityChoice first value={certificateId} onChange={setCertificateId} />
            <RolesField value={roles} onChange={setRoles} />
            {begin.fault === undefined ? null : <FaultNote fault={begin.fault} />}
            {begin.busy ? (
              <TokenWork
                what={t('operators.signInWork')}
                state={prompt.state}
                onCancel={begin.cancel}
                cancelKeeps={t('operators.voteCancelKeeps')}
              />
            ) : null}
            <ButtonRow>
              <Button kind="primary" submit disabled={begin.busy} disabledReason={missing}>
                {t('operators.enrolFirstDots')}
              </Button>
            </ButtonRow>
          </Form>
        </Section>
      </PageBody>
      <TypedConfirmDialog
        open={asking}
        name={name.trim()}
        question={t('operators.enrolFirstAsk', { name: name.trim() })}
        consequence={t('operators.enrolFirstText')}
        confirm={t('operators.enrolFirst')}
        onConfirm={() => void submit()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
