import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { AuditRow } from '../../../shared/contract/audit.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { replaceParams, useRoute } from '../../platform/route.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { VerifyEvidenceDialog } from '../evidence/index.ts';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { without } from '../lists/without.ts';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { TYPING_MS, useTypedText } from '../lists/use-typed-text.ts';
import { EntryDetail } from './entry-detail.tsx';
import { AuditFilters, auditFilter } from './audit-filters.tsx';
import { CatchUpDialog } from './catch-up-dialog.tsx';
import { CheckpointsPart } from './checkpoints-part.tsx';
import { eventWords } from './event-words.ts';
import { ExportPart } from './export-part.tsx';
import { VerifyPart } from './verify-part.tsx';

/** Tells how much room there is, whatever the size of the text. */
const SidesRoom = styled('div')({
  containerType: 'inline-size',
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minHeight: 0,
  overflow: 'auto',
  '[data-low] &': { flex: 'none', overflow: 'visible' },
});

const Sides = styled('div')({
  display: 'grid',
  gridTemplateColumns: `minmax(0, 1fr) ${rem(400)}`,
  flex: '1 1 0',
  minHeight: 0,
  '[data-low] &': { flex: 'none' },
  '@container (max-width: 48rem)': {
    gridTemplateColumns: 'minmax(0, 1fr)',
    flex: 'none',
    '& > .list': { height: rem(320) },
  },
  '&[data-alone]': { gridTemplateColumns: 'minmax(0, 1fr)' },
  '& > .list': { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0 },
  '& > .entry': {
    borderLeft: `1px solid ${look.line}`,
    background: look.canvas,
    overflow: 'auto',
    minHeight: 0,
    padding: `${rem(12)} ${rem(16)}`,
    outline: 'none',
  },
});

const KIND_ICONS = { operator: 'id-card', 'local-user': 'user', system: 'settings' } as const;
const Kind = styled('span')({
  display: 'inline-block',
  lineHeight: 0,
  verticalAlign: 'middle',
  marginRight: rem(6),
  color: look.ink3,
});

function columnsOf(t: Translate): readonly Column<AuditRow>[] {
  return [
    { id: 'seq', header: t('audit.seq'), kind: 'number', width: '4rem', render: (row) => row.seq },
    {
      id: 'at',
      header: t('audit.at'),
      kind: 'date',
      width: '8.5rem',
      render: (row) => <RelativeDate date={new Date(row.at)} />,
    },
    {
      id: 'event',
      header: t('audit.event'),
      width: 'minmax(9rem, 1.2fr)',
      render: (row) => eventWords(t, row.event),
    },
    {
      id: 'outcome',
      header: t('audit.outcome'),
      kind: 'state',
      width: 'minmax(6.5rem, 0.9fr)',
      render: (row) =>
        row.outcome === 'done' ? (
          <StateWord verdict="pass" word={t('audit.done')} />
        ) : (
          <>
            <StateWord verdict="fail" word={t('audit.refused')} /> <Mono text={row.code ?? ''} keepOnOneLine />
          </>
        ),
    },
    {
      id: 'actor',
      header: t('audit.actor'),
      width: 'minmax(4rem, 0.5fr)',
      render: (row) => (
        <>
          {row.actorKind === undefined ? null : (
            <Kind role="img" aria-label={t(`audit.kind_${row.actorKind}`)} title={t(`audit.kind_${row.actorKind}`)}>
              <Icon name={KIND_ICONS[row.actorKind]} />
            </Kind>
          )}
          <SafeText text={row.actor} />
        </>
      ),
    },
    {
      id: 'subject',
      header: t('audit.subject'),
      kind: 'mono',
      width: 'minmax(5rem, 0.8fr)',
      render: (row) => (row.subject === undefined ? '–' : <SafeText text={row.subject} />),
    },
  ];
}

/** Everything that was done and refused, newest first, each entry chained to the one before. */
export function AuditPage(): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const [view, change] = useListView('audit', { column: 'seq', direction: 'descending' });
  const text = useTypedText(view.text.trim());
  const filters = useSettled(view.filters, TYPING_MS);
  const filter = auditFilter(text, filters);
  const events = useCoreQuery('audit', ['audit.events'], (core) => core.audit.events({})).data?.events ?? [];
  const list = usePagedRows('audit', ['audit.list', JSON.stringify(filter)], t('audit.theEntries'), (core, place) =>
    core.audit.list({ ...place, ...filter }),
  );
  const catchUp = useCoreQuery(['audit', 'workspace'], ['checkpoints.state'], (core) =>
    core.checkpoints.list({ offset: 0, limit: 1 }),
  ).data?.state.catchUp;
  const mayCatchUp = useMayCall('checkpoints.catchUp');
  // Kept by number, not by place: new entries push the rows down while one is read.
  const [shown, setShown] = useState<AuditRow>();
  const [asking, setAsking] = useState<'nothing' | 'verify' | 'export' | 'evidence' | 'checkpoints' | 'catch-up'>(
    'nothing',
  );
  const verifying = asking === 'verify' || params['verify'] !== undefined;
  const columns = useMemo(() => columnsOf(t), [t]);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'audit.verify',
        title: () => t('audit.verify'),
        icon: 'shield-check',
        keys: 'Ctrl+Enter',
        scope: 'here',
        run: () => setAsking('verify'),
      },
      {
        id: 'audit.export',
        title: () => t('audit.export'),
        icon: 'download',
        keys: 'E',
        scope: 'here',
        run: () => setAsking('export'),
      },
    ],
    [t],
  );
  useCommands(commands);
  const setFilter = (name: string, value: string): void => {
    // An event belongs to one group.
    const others = without(name === 'group' ? without(view.filters, 'event') : view.filters, name);
    change({ filters: value === 'all' || value === '' ? others : { ...others, [name]: value }, active: -1 });
  };
  const close = (): void => {
    setAsking('nothing');
    if (params['verify'] !== undefined || params['catchUp'] !== undefined) replaceParams({});
  };

  return (
    <>
      <PageHead
        title={t('audit.title')}
        actions={
          <>
            <Button icon="shield-check" onClick={() => setAsking('evidence')}>
              {t('evidence.verify')}
            </Button>
            <Button icon="pen-line" onClick={() => setAsking('checkpoints')}>
              {t('audit.checkpointsDots')}
            </Button>
            <Button icon="download" keys="E" onClick={() => setAsking('export')}>
              {t('audit.export')}
            </Button>
            <Button kind="primary" icon="shield-check" keys="Ctrl+Enter" onClick={() => setAsking('verify')}>
              {t('audit.verify')}
            </Button>
          </>
        }
      />
      {catchUp === undefined ? null : (
        <Banner
          verdict="warn"
          text={t('audit.behindText', { last: catchUp.last })}
          action={
            mayCatchUp === undefined
              ? { label: t('audit.readCheckpoint'), onAction: () => setAsking('catch-up') }
              : undefined
          }
        />
      )}
      {verifying ? (
        <VerifyPart onClose={close} />
      ) : asking === 'export' ? (
        <ExportPart filter={filter} fitting={list.rowCount} onClose={close} />
      ) : asking === 'checkpoints' ? (
        <CheckpointsPart onClose={close} onCompare={() => setAsking('verify')} />
      ) : null}
      {(asking === 'catch-up' || params['catchUp'] !== undefined) && catchUp !== undefined ? (
        <CatchUpDialog catchUp={catchUp} onClose={close} />
      ) : null}
      {asking === 'evidence' ? <VerifyEvidenceDialog onClose={close} /> : null}
      <AuditFilters
        view={view}
        events={events}
        count={list.known ? list.rowCount : undefined}
        onText={(text) => change({ text })}
        onFilter={setFilter}
      />
      <SidesRoom>
        <Sides data-alone={shown === undefined || undefined}>
          <div className="list">
            <DataTable
              label={t('audit.title')}
              columns={columns}
              rowCount={list.rowCount}
              rowAt={list.rowAt}
              rowKey={(row) => String(row.seq)}
              onRangeChange={list.onRangeChange}
              {...(view.active < 0 ? {} : { activeIndex: view.active })}
              onActiveChange={(active, row) => {
                change({ active });
                if (row !== undefined) setShown(row);
              }}
              onOpen={(row) => setShown(row)}
              state={list.state}
              empty={<EmptyState title={t('audit.none')} text={t('audit.noneText')} />}
              {...(isFiltered(view)
                ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> }
                : {})}
            />
          </div>
          {shown === undefined ? null : (
            <EntryDetail row={shown} onClose={() => setShown(undefined)} onOnly={setFilter} />
          )}
        </Sides>
      </SidesRoom>
    </>
  );
}
