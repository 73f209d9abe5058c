import { styled } from '@mui/material/styles';
import { useMemo, type ReactNode } from 'react';
import type { GenerationView, GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { GenerationDetail } from './generation-detail.tsx';
import { algorithmName, stateLook } from './key-words.ts';
import { TokenWord } from './software-mark.tsx';

const Beside = styled('div')({
  display: 'grid',
  gap: `${rem(16)} ${rem(24)}`,
  gridTemplateColumns: 'minmax(0, 1fr)',
  alignItems: 'start',
  '& > .left': { display: 'flex', flexDirection: 'column', gap: rem(16), minWidth: 0 },
  // Beside each other only where the table's columns need no scrolling.
  '@container (min-width: 72rem)': { gridTemplateColumns: 'minmax(0, 1.5fr) minmax(20rem, 1fr)' },
});

interface GenerationsPartProps {
  readonly group: GroupRow;
  readonly generations: readonly GenerationView[];
  readonly active: GenerationView | undefined;
  readonly onActive: (generationId: string) => void;
  readonly onGenerate: () => void;
  readonly onAdopt: () => void;
  /** What stands under the table. */
  readonly below: ReactNode;
}

/** The generations as a table, newest first, and the one that is looked at. */
export function GenerationsPart(props: GenerationsPartProps): ReactNode {
  const t = useT();
  const { active } = props;
  const columns = useMemo(() => columnsOf(t), [t]);
  const rows = useMemo(() => [...props.generations].reverse(), [props.generations]);
  if (rows.length === 0) {
    return (
      <Section title={t('keys.generations')} bare>
        <EmptyState
          title={t('keys.noKeyYet')}
          text={t('keys.noKeyYetText')}
          actions={
            <ButtonRow>
              <Button onClick={props.onGenerate}>{t('keys.generateNext', { number: 1 })}</Button>
              <Button kind="text" onClick={props.onAdopt}>
                {t('keys.adoptKey')}
              </Button>
            </ButtonRow>
          }
        />
        {props.below}
      </Section>
    );
  }
  return (
    <Beside>
      <div className="left">
        <Section title={t('keys.keysOfGroup')} aside={t('keys.generationCount', { count: rows.length })} bare>
          <DataTable
            label={t('keys.keysOfGroup')}
            columns={columns}
            rowCount={rows.length}
            rowAt={(index) => rows[index]}
            rowKey={(row) => row.generationId}
            activeIndex={rows.findIndex((row) => row.generationId === active?.generationId)}
            onActiveChange={(_, row) => {
              if (row !== undefined) props.onActive(row.generationId);
            }}
            isQuiet={(row) => row.state === 'retired' || row.state === 'destroyed'}
            empty={null}
            maxRows={8}
          />
        </Section>
        {props.below}
      </div>
      {active === undefined ? null : (
        <GenerationDetail key={active.generationId} group={props.group} generation={active} />
      )}
    </Beside>
  );
}

function columnsOf(t: Translate): readonly Column<GenerationView>[] {
  return [
    {
      id: 'number',
      header: t('keys.generationShort'),
      width: '2.5rem',
      render: (row) => <strong>g{row.number}</strong>,
    },
    {
      id: 'state',
      header: t('keys.state'),
      kind: 'state',
      width: 'minmax(7.5rem, 0.8fr)',
      render: (row) => <StateWord {...stateLook(t, row.state)} />,
    },
    {
      id: 'token',
      header: t('keys.token'),
      width: 'minmax(8rem, 1fr)',
      render: (row) => <TokenWord label={row.tokenLabel} software={row.software} />,
    },
    { id: 'algorithm', header: t('keys.algorithm'), width: '5.5rem', render: (row) => algorithmName(row.algorithm) },
    {
      id: 'until',
      header: t('keys.askedUntil'),
      kind: 'date',
      width: '8.5rem',
      render: (row) => (row.notAfter === undefined ? '–' : <RelativeDate date={new Date(row.notAfter)} />),
    },
    { id: 'csrs', header: t('keys.csrs'), kind: 'number', width: '3.5rem', render: (row) => row.csrCount },
  ];
}
