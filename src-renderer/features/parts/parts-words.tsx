import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { rich, useT } from '../../locales/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { ConfirmDialog, TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Findings } from '../../ui/finding.tsx';
import { IdChip, IdChips } from '../../ui/id-chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PinTries } from '../../ui/pin-tries.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { ToastBox } from '../../ui/toasts.tsx';
import { VERDICTS } from '../../ui/tone.ts';
import { useNow } from '../../ui/use-now.ts';
import { StateWord, VerdictChip } from '../../ui/verdict-chip.tsx';
import { daysFrom, SAMPLE_IDS, SAMPLE_SHA256, SAMPLE_URI } from './parts-data.ts';

const Wrap = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: `${rem(6)} ${rem(10)}`,
  padding: `${rem(8)} 0`,
});
const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(6), padding: `${rem(8)} 0` });
const TypeLines = styled('div')({
  '.title': type.title,
  '.section': type.section,
  '.body': type.body,
  '.mono': type.mono,
});

const nothing = (): void => undefined;

export function VerdictParts(): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.verdicts')} aside={t('parts.verdictsAside')}>
      <Wrap>
        {VERDICTS.map((verdict) => (
          <VerdictChip key={verdict} verdict={verdict} />
        ))}
      </Wrap>
      <Wrap>
        <StateWord verdict="pass" word={t('parts.valid')} />
        <StateWord verdict="warn" word={t('parts.triesLow')} />
        <StateWord verdict="fail" word={t('parts.revoked')} />
        <StateWord verdict="unknown" word={t('parts.notChecked')} />
        <StateWord verdict="info" word={t('parts.received')} />
        <StateWord verdict="info" icon="users" word={t('parts.twoPeople')} />
      </Wrap>
    </Section>
  );
}

export function IdParts(): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.ids')} aside={t('parts.idsAside')}>
      <Wrap>
        <IdChips ids={SAMPLE_IDS} showKind />
      </Wrap>
      <Wrap>
        <IdChips ids={SAMPLE_IDS} limit={2} />
        <IdChip kind="subCpo" value="DE*GE2" added />
        <span>{t('ui.idAdded')}</span>
      </Wrap>
    </Section>
  );
}

export function FindingParts({
  onShowBytes,
}: {
  readonly onShowBytes: (start: number, end: number) => void;
}): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.findings')} aside={t('parts.findingsAside')}>
      <Findings
        onShowBytes={onShowBytes}
        findings={[
          { verdict: 'pass', sentence: t('parts.finding3'), code: 'csr.pop.ok' },
          {
            verdict: 'unknown',
            sentence: t('parts.finding2'),
            reason: t('parts.finding2Why'),
            code: 'csr.ext.unknown',
            bytes: { start: 92, end: 102 },
          },
          {
            verdict: 'fail',
            sentence: t('parts.finding1'),
            reason: t('parts.finding1Why'),
            code: 'ids.claimed-by-other',
            bytes: { start: 0, end: 30 },
          },
        ]}
      />
    </Section>
  );
}

export function ButtonParts(): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.buttons')} aside={t('parts.buttonsAside')}>
      <Wrap>
        <Button kind="primary" keys="Ctrl+Enter" onClick={nothing}>
          {t('parts.approve')}
        </Button>
        <Button icon="pause" onClick={nothing}>
          {t('parts.hold')}
        </Button>
        <Button kind="danger" onClick={nothing}>
          {t('parts.reject')}
        </Button>
        <Button kind="text" onClick={nothing}>
          {t('parts.details')}
        </Button>
        <MenuButton
          items={[
            { label: t('parts.compare'), icon: 'git-compare', onSelect: nothing },
            { label: t('parts.export'), icon: 'download', disabledReason: t('parts.needsRole'), onSelect: nothing },
            { label: t('parts.openDestroy'), icon: 'trash-2', danger: true, onSelect: nothing },
          ]}
        />
      </Wrap>
      <Wrap>
        <Button disabledReason={t('parts.needsRole')}>{t('parts.notAllowed')}</Button>
        <small>{t('parts.needsRole')}</small>
      </Wrap>
    </Section>
  );
}

export function TypeParts(): ReactNode {
  const t = useT();
  const sample = 'Il1 O0 DEGEF DE*GE2 1,204,882';
  return (
    <Section title={t('parts.type')} aside={t('parts.typeAside')}>
      <TypeLines>
        <Facts
          lines
          facts={[
            { label: '19/26', value: <span className="title">{t('parts.typeTitle')}</span> },
            { label: '15/22', value: <span className="section">{t('parts.typeSection')}</span> },
            { label: '13/20', value: <span className="body">{sample}</span> },
            { label: '12.5/20', value: <span className="mono">{`${sample} 4f9c 21d0`}</span> },
          ]}
        />
      </TypeLines>
    </Section>
  );
}

export function NoticeParts(): ReactNode {
  const t = useT();
  const file = <strong>{'cpo1-emsp1-g8.csr'}</strong>;
  return (
    <>
      <Section title={t('parts.banners')} aside={t('parts.bannersAside')}>
        <Stack>
          <Banner verdict="fail" text={t('parts.banner1')} action={{ label: t('parts.details'), onAction: nothing }} />
          <Banner verdict="warn" text={t('parts.banner2')} action={{ label: t('parts.issueNow'), onAction: nothing }} />
          <Banner verdict="info" text={t('parts.banner3')} action={{ label: t('parts.why'), onAction: nothing }} />
        </Stack>
      </Section>
      <Section title={t('parts.toast')} aside={t('parts.toastAside')}>
        <Stack>
          <ToastBox>
            <Icon name="circle-check" />
            <span className="text">{rich(t, 'parts.saved', { file })}</span>
            <Button kind="text">{t('parts.showFolder')}</Button>
          </ToastBox>
          <ButtonRow>
            <Button onClick={() => showToast(rich(t, 'parts.saved', { file }))}>{t('parts.showToast')}</Button>
          </ButtonRow>
        </Stack>
      </Section>
      <Section title={t('parts.work')} aside={t('parts.workAside')}>
        <Stack>
          <LongWork
            what={t('parts.verifying', { count: 100_000 })}
            done={41_208}
            total={100_000}
            secondsLeft={20}
            counts={{ pass: 40_911, warn: 204, fail: 61, unknown: 0 }}
            onCancel={nothing}
          />
        </Stack>
      </Section>
    </>
  );
}

export function StateParts(): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.rows')}>
      <EmptyState
        title={t('parts.noGroups')}
        text={t('parts.noGroupsText')}
        actions={
          <>
            <Button kind="primary">{t('parts.newGroup')}</Button>
            <Button>{t('parts.adopt')}</Button>
          </>
        }
      />
      <LoadingState what={t('parts.tenThousandKeys')} />
      <ErrorState problem={{ code: 'CLOSED' }} onRetry={nothing} />
    </Section>
  );
}

export function DangerParts(): ReactNode {
  const t = useT();
  const now = useNow();
  const [open, setOpen] = useState<'none' | 'typed' | 'simple'>('none');
  const close = (): void => setOpen('none');
  return (
    <Section title={t('parts.danger')} aside={t('parts.dangerAside')}>
      <Wrap>
        <Button kind="danger" onClick={() => setOpen('typed')}>
          {t('parts.openDestroy')}
        </Button>
        <Button onClick={() => setOpen('simple')}>{t('parts.openConfirm')}</Button>
      </Wrap>
      <TypedConfirmDialog
        open={open === 'typed'}
        name="cpo1-g6"
        question={t('parts.destroyQuestion')}
        consequence={t('parts.destroyText')}
        facts={[
          { label: t('parts.key'), value: <strong>{'cpo1-g6'}</strong> },
          { label: t('parts.spki'), value: <Fingerprint hex={SAMPLE_SHA256} /> },
          { label: t('parts.lastUsed'), value: <UtcDate date={daysFrom(now, -17)} /> },
        ]}
        confirm={t('parts.destroy')}
        keep={t('parts.keep')}
        onConfirm={close}
        onClose={close}
      />
      <ConfirmDialog
        open={open === 'simple'}
        question={t('parts.confirmQuestion')}
        consequence={t('parts.confirmText')}
        confirm={t('parts.retire')}
        onConfirm={close}
        onClose={close}
      />
    </Section>
  );
}

export function PinParts(): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.pin')} aside={t('parts.pinAside')} bare>
      <PinTries label={t('parts.userPin')} tries="low" text={t('parts.pinText')} />
      <PinTries label={t('parts.puk')} tries="none" />
    </Section>
  );
}

export function ValueParts(): ReactNode {
  const t = useT();
  const now = useNow();
  return (
    <Section title={t('parts.values')}>
      <Facts
        lines
        facts={[
          {
            label: t('parts.fingerprint'),
            value: <Fingerprint hex={SAMPLE_SHA256} short copy={t('parts.fingerprint')} />,
          },
          { label: t('parts.spki'), value: <Fingerprint hex={SAMPLE_SHA256} copy={t('parts.spki')} /> },
          { label: t('parts.uri'), value: <Mono text={SAMPLE_URI} copy={t('parts.uri')} /> },
          { label: t('parts.date'), value: <UtcDate date={daysFrom(now, 2.4)} /> },
          { label: t('parts.unsaid'), value: null },
          { label: t('parts.hidden'), value: <SafeText text={'DE\u202e*GEF'} /> },
        ]}
      />
    </Section>
  );
}
