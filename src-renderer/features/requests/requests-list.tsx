import { useMemo, useState, type ReactNode } from 'react';
import type { RequestRow } from '../../../shared/contract/requests.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { SaveViewDialog } from '../lists/save-view-dialog.tsx';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { useTypedText } from '../lists/use-typed-text.ts';
import { without } from '../lists/without.ts';
import { ExportListDialog } from './export-list-dialog.tsx';
import { ImportRequestsDialog } from './import-requests-dialog.tsx';
import { InboxBulk } from './inbox-bulk.tsx';
import { inboxColumns } from './inbox-columns.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { inboxQueryOf, savedViewKey, VIEW } from './inbox-query.ts';
import { openRequest } from './request-words.ts';
import { WatchedDialog } from './watched-dialog.tsx';

const QUIET: ReadonlySet<RequestRow['state']> = new Set(['rejected', 'withdrawn', 'superseded', 'expired']);
const NO_VIEWS = [] as const;
const NONE: ReadonlySet<string> = new Set();

type Asking = 'nothing' | 'import' | 'save-view' | 'export' | 'watched';

/** Requests of partners, newest first. */
export function RequestsList(): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<Asking>('nothing');
  const [selected, setSelected] = useState(NONE);
  const [partner, setPartner] = useState<string>();
  const [view, changeView] = useListView('requests', { column: 'receivedAt', direction: 'descending' });
  const saved = useCoreQuery('requests', ['requests.views'], (core) => core.requests.views({})).data?.views ?? NO_VIEWS;
  const text = useTypedText(view.text.trim());
  const query = useMemo(() => inboxQueryOf(view, text, saved), [view, text, saved]);
  const list = usePagedRows('requests', ['requests.list', query], t('requests.theRequests'), (core, place) =>
    core.requests.list({ ...place, ...query }),
  );
  const mayImport = useMayCall('requests.import');
  const maySave = useMayCall('requests.saveView');
  /** Another list: what was selected in the one before is not in sight any more. */
  const change: typeof changeView = (part) => {
    if (part.filters !== undefined || part.text !== undefined) setSelected(NONE);
    changeView(part);
  };
  const narrowTo = (row: RequestRow): void => {
    setPartner(row.partner?.name);
    change({ filters: { ...view.filters, partner: row.partner?.partnerId ?? '' }, active: -1 });
  };
  const columns = inboxColumns(t, narrowTo);
  const savedNow = saved.find((one) => savedViewKey(one) === view.filters[VIEW]);
  const drop = useCoreAction((core, viewId: string) => core.requests.dropView({ viewId }));
  const dropView = async (viewId: string): Promise<void> => {
    if ((await drop.run(viewId)) === undefined) return;
    showToast(t('ui.viewDropped'));
    change({ filters: without(view.filters, VIEW) });
  };
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'requests.import',
        title: () => t('requests.import'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => mayImport,
        run: () => setAsking('import'),
      },
      {
        id: 'requests.saveView',
        title: () => t('ui.saveView'),
        icon: 'save',
        scope: 'here',
        disabledReason: () => maySave,
        run: () => setAsking('save-view'),
      },
      {
        id: 'requests.export',
        title: () => t('requests.exportList'),
        icon: 'download',
        keys: 'E',
        scope: 'here',
        run: () => setAsking('export'),
      },
      {
        id: 'requests.watched',
        title: () => t('requests.watchedFolder'),
        icon: 'folder',
        scope: 'here',
        run: () => setAsking('watched'),
      },
    ],
    [t, mayImport, maySave],
  );
  useCommands(commands);
  const button = (
    <Button kind="primary" icon="plus" keys="N" disabledReason={mayImport} onClick={() => setAsking('import')}>
      {t('requests.import')}
    </Button>
  );
  const close = (): void => setAsking('nothing');
  return (
    <>
      <PageHead
        title={t('requests.title')}
        actions={
          <>
            <MenuButton
              label={t('requests.moreDeeds')}
              items={[
                {
                  label: t('ui.saveView'),
                  icon: 'save',
                  disabledReason: maySave,
                  onSelect: () => setAsking('save-view'),
                },
                ...(savedNow === undefined
                  ? []
                  : [
                      {
                        label: t('ui.dropView'),
                        icon: 'x' as const,
                        disabledReason: maySave,
                        onSelect: () => void dropView(savedNow.viewId),
                      },
                    ]),
                { label: t('requests.exportList'), icon: 'download', onSelect: () => setAsking('export') },
                {
                  label: t('decisions.review'),
                  icon: 'package',
                  onSelect: () => navigate('requests', { package: 'open' }),
                },
                { label: t('requests.watchedFolder'), icon: 'folder', onSelect: () => setAsking('watched') },
              ]}
            />
            {button}
          </>
        }
      />
      <InboxFilters
        view={view}
        saved={saved}
        partner={view.filters['partner'] === undefined ? undefined : (partner ?? view.filters['partner'])}
        count={list.known ? t('requests.count', { count: list.rowCount }) : undefined}
        change={change}
      />
      <DataTable
        label={t('requests.title')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.requestId}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openRequest}
        selection={{ selected, onChange: setSelected }}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        isQuiet={(row) => QUIET.has(row.state)}
        empty={<EmptyState title={t('requests.none')} text={t('requests.noneText')} actions={button} />}
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
      />
      <InboxBulk
        selected={selected}
        active={list.rowAt(view.active)?.requestId}
        query={query}
        onClear={() => setSelected(NONE)}
      />
      {asking === 'import' ? <ImportRequestsDialog onClose={close} /> : null}
      {asking === 'export' ? <ExportListDialog requestIds={[]} query={query} onClose={close} /> : null}
      {asking === 'watched' ? <WatchedDialog onClose={close} /> : null}
      {asking === 'save-view' ? (
        <SaveViewDialog
          save={(core, name) => core.requests.saveView({ name, query })}
          onClose={close}
          onSaved={(one) => {
            close();
            change({ text: '', filters: { [VIEW]: savedViewKey(one) } });
          }}
        />
      ) : null}
    </>
  );
}
