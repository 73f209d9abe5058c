import { useEffect, useMemo, type ReactNode } from 'react';
import type { FoundLibrary } from '../../../shared/contract/tokens.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { Prose } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { confirmReason, LibraryLook, libraryState } from './library-look.tsx';
import { moduleKey } from './token-places.ts';
import { useLibrary } from './use-library.ts';

interface AddLibraryProps {
  /** Path of a module whose file has changed: it is looked at and confirmed again. */
  readonly again?: string;
  readonly onClose: () => void;
  readonly onAdded?: (key: string, name: string) => void;
}

/** A library is chosen among those found or by path; loaded only after path and SHA-256 were seen and confirmed. */
export function AddLibraryDialog({ again, onClose, onAdded }: AddLibraryProps): ReactNode {
  const t = useT();
  const view = useLibrary();
  const { library } = view;
  // A library outside the known places: the window may not name its path, so the person points at the file once more.
  const mustPick = again !== undefined && library === undefined && view.mustPick;
  useEffect(() => {
    if (again !== undefined) view.look(again);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- looked at once, when the dialog opens
  }, [again]);

  const confirm = (): void => {
    void view.confirm().then((module) => {
      if (module === undefined) return;
      showToast(t('tokens.libraryLoaded', { name: module.name }));
      onClose();
      onAdded?.(moduleKey(module.moduleId), module.name);
    });
  };
  return (
    <Dialog
      open
      width="wide"
      title={t(library === undefined ? 'tokens.addTitle' : 'tokens.confirmTitle', { name: library?.name ?? '' })}
      onClose={onClose}
      actionsAside={
        library === undefined || again !== undefined ? undefined : (
          <Button icon="arrow-left" onClick={view.back}>
            {t('tokens.chooseOther')}
          </Button>
        )
      }
      actions={
        library === undefined ? (
          <>
            <Button autoFocus onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <PickButton busy={view.busy} onPick={view.pick} />
          </>
        ) : (
          <>
            <Button autoFocus onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button kind="primary" disabled={view.busy} disabledReason={confirmReason(t, library)} onClick={confirm}>
              {t('tokens.loadLibrary')}
            </Button>
          </>
        )
      }
    >
      {library === undefined ? (
        again === undefined ? (
          <FoundList onChoose={view.show} />
        ) : mustPick ? (
          <>
            <Prose>{t('tokens.pickAgain')}</Prose>
            <Facts facts={[{ label: t('tokens.path'), value: <Mono text={again} copy={t('tokens.path')} /> }]} />
          </>
        ) : null
      ) : (
        <LibraryLook library={library} />
      )}
      {view.fault === undefined || mustPick ? null : <FaultNote fault={view.fault} />}
    </Dialog>
  );
}

/** Opens the dialog of the system; the window itself never names a path. */
function PickButton({ busy, onPick }: { readonly busy: boolean; readonly onPick: () => void }): ReactNode {
  const t = useT();
  return (
    <Button icon="folder-open" disabled={busy} onClick={onPick}>
      {t('tokens.byPath')}
    </Button>
  );
}

/** Libraries on this computer that we know; nothing is loaded by looking. */
export function FoundList(props: { readonly onChoose: (library: FoundLibrary) => void }): ReactNode {
  const t = useT();
  const found = useCoreQuery('tokens', ['discover'], (core) => core.tokens.discover({}));
  const rows = found.data?.found ?? [];
  const columns = useMemo(
    (): readonly Column<FoundLibrary>[] => [
      { id: 'name', header: t('tokens.library'), width: 'minmax(8rem, 1fr)', render: (row) => row.name },
      { id: 'path', header: t('tokens.path'), kind: 'mono', width: 'minmax(8rem, 2fr)', render: (row) => row.path },
      {
        id: 'hash',
        header: t('tokens.sha256'),
        kind: 'mono',
        width: '10rem',
        render: (row) => (row.sha256 === undefined ? '–' : <Fingerprint hex={row.sha256} short />),
      },
      {
        id: 'state',
        header: t('tokens.state'),
        kind: 'state',
        width: '9rem',
        render: (row) => <StateWord {...libraryState(t, row)} />,
      },
    ],
    [t],
  );
  return (
    <>
      <Prose>{t('tokens.addText')}</Prose>
      <DataTable
        label={t('tokens.foundLabel')}
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={(row) => row.path}
        maxRows={8}
        state={
          found.data === undefined && found.error === null
            ? { kind: 'loading', what: t('tokens.librariesWhat') }
            : { kind: 'ready' }
        }
        onOpen={props.onChoose}
        empty={<EmptyState title={t('tokens.noneFound')} text={t('tokens.noneFoundText')} />}
      />
      {found.error === null ? null : <FaultNote fault={found.error.fault} onRetry={() => void found.refetch()} />}
      {rows.length === 0 ? null : <Prose>{t('tokens.openRowHint')}</Prose>}
    </>
  );
}
