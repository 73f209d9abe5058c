import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { AuditRow } from '../../../shared/contract/audit.ts';
import { errorText, useT } from '../../locales/language.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { EntryLinks } from './entry-links.tsx';
import { eventWords, readableJson } from './event-words.ts';

const Json = styled('div')({
  ...type.mono,
  padding: rem(8),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
});
const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12), paddingTop: rem(8) });

/** One entry whole: who, what, when, its data as it was hashed, and its hash. */
export function EntryDetail(props: {
  readonly row: AuditRow;
  readonly onClose: () => void;
  /** Shows only the entries that have the same in this respect. */
  readonly onOnly: (name: 'actor' | 'subject', value: string) => void;
}): ReactNode {
  const { row, onClose, onOnly } = props;
  const t = useT();
  return (
    <aside className="entry" aria-label={t('audit.entryTitle', { seq: row.seq })}>
      <Section
        title={t('audit.entryTitle', { seq: row.seq })}
        aside={
          <>
            {row.outcome === 'done' ? (
              <VerdictChip verdict="pass" word={t('audit.done')} />
            ) : (
              <VerdictChip verdict="fail" word={t('audit.refused')} />
            )}
            <IconButton icon="x" label={t('ui.close')} onClick={onClose} />
          </>
        }
      >
        <Stack>
          <Facts
            facts={[
              { label: t('audit.event'), value: eventWords(t, row.event) },
              { label: t('audit.eventCode'), value: <Mono text={row.event} /> },
              ...(row.code === undefined
                ? []
                : [
                    {
                      label: t('audit.reason'),
                      value: (
                        <>
                          {errorText(t, row.code)} <Mono text={row.code} />
                        </>
                      ),
                    },
                  ]),
              { label: t('audit.at'), value: <UtcDate date={new Date(row.at)} /> },
              {
                label: t('audit.actor'),
                value: (
                  <>
                    <SafeText text={row.actor} />{' '}
                    <Link onFollow={() => onOnly('actor', row.actor)}>{t('audit.onlyActor')}</Link>
                  </>
                ),
              },
              ...(row.actorKind === undefined
                ? []
                : [{ label: t('audit.kind'), value: t(`audit.kind_${row.actorKind}`) }]),
              {
                label: t('audit.subject'),
                value: <Subject subject={row.subject} onOnly={(subject) => onOnly('subject', subject)} />,
              },
              { label: t('audit.hash'), value: <Fingerprint hex={row.hash} copy={t('audit.hash')} /> },
            ]}
          />
          <EntryLinks seq={row.seq} />
          <Section level={3} title={t('audit.data')} aside={<CopyButton what={t('audit.data')} text={row.data} />}>
            <Json>
              {readableJson(row.data)
                .split('\n')
                .map((line, at) => (
                  <div key={at}>
                    <SafeText text={line} />
                  </div>
                ))}
            </Json>
          </Section>
        </Stack>
      </Section>
    </aside>
  );
}

function Subject(props: {
  readonly subject: string | undefined;
  readonly onOnly: (subject: string) => void;
}): ReactNode {
  const t = useT();
  const { subject } = props;
  if (subject === undefined) return '–';
  return (
    <>
      <Mono text={subject} copy={t('audit.subject')} />{' '}
      <Link onFollow={() => props.onOnly(subject)}>{t('audit.onlySubject')}</Link>
    </>
  );
}
