import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { feedModules } from '../../../shared/domain/ocpi-version.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import type { CoreFault } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { BarField, Link } from '../lists/filter-bar.tsx';
import { codeText, runLook } from './connection-words.ts';
import { RunFault } from './run-fault.tsx';
import { cancelReading, readFeeds, type Reading, useReadings } from './sync-session.ts';
import { ToldWork } from './told-work.tsx';
import { Trouble } from './trouble.tsx';

type FeedView = Connection['feeds'][number];

/** Pages of the lists by module; EVSE states stand at their locations. */
const LISTS: Readonly<Partial<Record<FeedModule, string>>> = {
  locations: 'locations',
  sessions: 'sessions',
  cdrs: 'cdrs',
  tariffs: 'tariffs',
  tokens: 'driver-tokens',
};
const KINDS = ['auto', 'full', 'incremental'] as const;

function columnsOf(t: Translate, { connectionId, settings }: Connection): readonly Column<FeedView>[] {
  return [
    {
      id: 'module',
      header: t('platforms.module'),
      width: 'minmax(9rem, 1.2fr)',
      render: ({ module }) => {
        const page = LISTS[module];
        const name = t(`platforms.module_${module}`);
        return page === undefined ? (
          name
        ) : (
          <Link inRow onFollow={() => navigate(page, { connection: connectionId, name: settings.name })}>
            {name}
          </Link>
        );
      },
    },
    {
      id: 'lastRun',
      header: t('platforms.lastRead'),
      width: 'minmax(11rem, 1.2fr)',
      render: ({ lastRun }) =>
        lastRun === undefined ? (
          t('platforms.never')
        ) : (
          <>
            <StateWord
              {...runLook(t, lastRun.end)}
              {...(lastRun.fault === undefined ? {} : { word: codeText(t, 'reason', lastRun.fault.code) })}
            />{' '}
            <RelativeDate date={new Date(lastRun.began)} />
          </>
        ),
    },
    {
      id: 'fullAt',
      header: t('platforms.fullAt'),
      kind: 'date',
      width: '9rem',
      render: ({ fullAt }) => (fullAt === undefined ? t('platforms.never') : <RelativeDate date={new Date(fullAt)} />),
    },
    ...(['objects', 'unlisted', 'notUnderstood', 'findings'] as const).map((name): Column<FeedView> => ({
      id: name,
      header: t(`platforms.count_${name}`),
      kind: 'number',
      width: '7rem',
      render: (row) => t('platforms.number', { number: row[name] }),
    })),
  ];
}

/** Feeds that were read or can be, and reading them: whole or what changed, with how far it is. */
export function FeedsPart(props: {
  readonly connection: Connection;
  readonly onOtherHost: (fault: CoreFault) => void;
  /** The first step, offered where nothing can be read yet. */
  readonly discover: ReactNode;
}): ReactNode {
  const t = useT();
  const { connection, onOtherHost, discover } = props;
  const { connectionId, settings, endpoints, version } = connection;
  const [kind, setKind] = useState<(typeof KINDS)[number]>('auto');
  const [module, setModule] = useState<FeedModule | ''>('');
  const reading = useReadings((all) => all[connectionId]);
  const noSync = useMayCall('platforms.sync');
  const isRunning = connection.running || reading?.running === true;
  const offered = feedModules.filter((one) =>
    endpoints.some(({ identifier, role }) => identifier === one && role !== 'RECEIVER'),
  );
  const feeds = withOffered(connection.feeds, offered);
  const failed = connection.feeds.flatMap(({ lastRun }) => (lastRun?.fault === undefined ? [] : [lastRun]));
  const read = useCallback(
    () => void readFeeds({ connectionId, kind, ...(module === '' ? {} : { modules: [module] }) }, settings.name),
    [connectionId, kind, module, settings.name],
  );
  const noRead =
    noSync ?? (isRunning ? t('platforms.isReading') : version === undefined ? t('platforms.discoverFirst') : undefined);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'platforms.read',
        title: () => t('platforms.read'),
        icon: 'download',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => noRead,
        run: read,
      },
    ],
    [t, noRead, read],
  );
  useCommands(commands);
  return (
    <Section
      title={t('platforms.feeds')}
      bare
      aside={
        version === undefined ? undefined : (
          <>
            <BarField word={t('platforms.what')}>
              <SelectField
                label={t('platforms.what')}
                value={module}
                choices={[
                  {
                    value: '',
                    label: t(settings.schedule.modules.length > 0 ? 'platforms.scheduled' : 'platforms.allFeeds'),
                  },
                  ...offered.map((value) => ({ value, label: t(`platforms.module_${value}`) })),
                ]}
                onChange={setModule}
              />
            </BarField>
            <BarField word={t('platforms.kind')}>
              <SelectField
                label={t('platforms.kind')}
                value={kind}
                choices={KINDS.map((value) => ({ value, label: t(`platforms.kind_${value}`) }))}
                onChange={setKind}
              />
            </BarField>
            <Button kind="primary" icon="download" keys="Ctrl+Enter" disabledReason={noRead} onClick={read}>
              {t('platforms.read')}
            </Button>
          </>
        )
      }
    >
      {reading === undefined ? null : <Progress connectionId={connectionId} reading={reading} />}
      <Trouble connection={connection} fault={reading?.fault} onOtherHost={onOtherHost} />
      {reading?.unread.map(({ module, code }) => {
        const name = t(`platforms.module_${module}`);
        const sentence = t('platforms.readFailed', { module: name, reason: codeText(t, 'reason', code) });
        return <Banner key={module} verdict="fail" text={sentence} />;
      })}
      {connection.running && reading?.running !== true ? (
        <Banner verdict="info" text={t('platforms.readElsewhere')} />
      ) : null}
      {isRunning ? null : failed.map((run) => <RunFault key={run.module} run={run} />)}
      <DataTable
        label={t('platforms.feeds')}
        columns={columnsOf(t, connection)}
        rowCount={feeds.length}
        rowAt={(index) => feeds[index]}
        rowKey={(row) => row.module}
        maxRows={8}
        onOpen={(row) => {
          const page = LISTS[row.module];
          if (page !== undefined) navigate(page, { connection: connectionId, name: settings.name });
        }}
        empty={
          <EmptyState
            title={t('platforms.nothingRead')}
            text={t(version === undefined ? 'platforms.discoverFirst' : 'platforms.nothingOffered')}
            actions={version === undefined ? discover : undefined}
          />
        }
      />
    </Section>
  );
}

/** What was read, then what could be: an offered feed that nobody has read is listed as such. */
function withOffered(feeds: readonly FeedView[], offered: readonly FeedModule[]): readonly FeedView[] {
  const unread = offered.filter((module) => !feeds.some((feed) => feed.module === module));
  return [...feeds, ...unread.map((module) => ({ module, objects: 0, unlisted: 0, notUnderstood: 0, findings: 0 }))];
}

function Progress(props: { readonly connectionId: string; readonly reading: Reading }): ReactNode {
  const t = useT();
  const { connectionId, reading } = props;
  if (!reading.running) return null;
  const now = reading.feeds.at(-1);
  const { objects = 0, total, added = 0, changed = 0, findings = 0 } = now?.counts ?? {};
  const left =
    total === undefined || now === undefined || now.rowsPerSecond === 0
      ? undefined
      : Math.max(0, total - objects) / now.rowsPerSecond;
  return (
    <ToldWork
      asked={reading}
      what={
        now === undefined
          ? t('platforms.connecting')
          : t('platforms.readingFeed', { module: t(`platforms.module_${now.module}`) })
      }
      done={objects}
      {...(total === undefined ? {} : { total })}
      {...(left === undefined ? {} : { secondsLeft: left })}
      onCancel={() => cancelReading(connectionId)}
      cancelKeeps={t('platforms.readKeeps', { added, changed, findings, rate: now?.rowsPerSecond ?? 0 })}
    />
  );
}
