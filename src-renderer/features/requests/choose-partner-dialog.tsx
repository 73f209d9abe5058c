import { useState, type ReactNode } from 'react';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IdChips, type TypedId } from '../../ui/id-chip.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, LoadingState, NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** So many are shown; more words make it fewer. */
const SHOWN = 8;

interface ChoosePartnerDialogProps {
  readonly requestId: string;
  /** Whose it is so far. */
  readonly current: string | undefined;
  readonly onClose: () => void;
}

/** Says whose request it is, for those whose ids do not say it. */
export function ChoosePartnerDialog({ requestId, current, onClose }: ChoosePartnerDialogProps): ReactNode {
  const t = useT();
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(current);
  const filter = useSettled(words.trim().slice(0, 200), 150);
  const list = useCoreQuery('partners', ['partners.list', 'choose', filter], (core) =>
    core.partners.list({ offset: 0, limit: SHOWN, archived: 'no', ...(filter === '' ? {} : { filter }) }),
  );
  const mayNot = useMayCall('requestChecks.assign');
  const assign = useCoreAction((core, partnerId: string) => core.requestChecks.assign({ requestId, partnerId }));
  const rows = list.data?.rows ?? [];
  // Only what is in sight can be chosen.
  const partnerId = rows.find((row) => row.partnerId === chosen)?.partnerId;
  const missing =
    mayNot ?? (assign.busy ? t('keys.busy') : partnerId === undefined ? t('requests.partnerFirst') : undefined);
  const submit = async (): Promise<void> => {
    if (missing === undefined && partnerId !== undefined && (await assign.run(partnerId)) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.choosePartnerTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actionsAside={
        list.data !== undefined && list.data.total > rows.length
          ? t('requests.morePartners', { count: list.data.total - rows.length })
          : undefined
      }
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('requests.choosePartnerNow')}
          </Button>
        </>
      }
    >
      <p>{t('requests.choosePartnerAbout')}</p>
      <SearchField label={t('requests.findPartner')} value={words} onChange={setWords} autoFocus />
      {list.error !== null ? (
        <FaultNote fault={list.error.fault} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <LoadingState what={t('requests.thePartners')} />
      ) : rows.length > 0 ? (
        <RadioCards
          label={t('requests.partner')}
          value={partnerId}
          cards={rows.map((row) => ({
            value: row.partnerId,
            title: revealUnsafeCharacters(row.name),
            icon: 'building-2',
            text: <IdChips ids={idsOf(row)} limit={6} />,
          }))}
          onChange={setChosen}
        />
      ) : filter !== '' ? (
        <NoMatchState onDropLast={() => setWords('')} />
      ) : (
        <EmptyState
          title={t('requests.noPartners')}
          text={t('requests.noPartnersText')}
          actions={
            <Button kind="primary" onClick={() => navigate('partners', { ask: 'add' })}>
              {t('partners.add')}
            </Button>
          }
        />
      )}
      {assign.fault === undefined ? null : <FaultNote fault={assign.fault} />}
    </Dialog>
  );
}

interface ClaimedLists {
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
}

function idsOf({ partyIds, subCpoIds, subEmspIds }: ClaimedLists): readonly TypedId[] {
  return [
    ...partyIds.map((value) => ({ kind: 'party', value }) as const),
    ...subCpoIds.map((value) => ({ kind: 'subCpo', value }) as const),
    ...subEmspIds.map((value) => ({ kind: 'subEmsp', value }) as const),
  ];
}
