import { useState, type ReactNode } from 'react';
import type { DocumentRef } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { sourcesOfFiles } from './input-sources.ts';
import { writeRef } from './document-ref.ts';

type Where = 'here' | 'certificates' | 'requests' | 'file';

interface CompareDialogProps {
  readonly left: DocumentRef;
  /** Nothing else was opened with it. */
  readonly alone?: boolean;
  readonly onClose: () => void;
}

/** Chooses the other document: of the same set, of the inventory, of the requests, or from a file. */
export function CompareDialog({ left, alone = false, onClose }: CompareDialogProps): ReactNode {
  const t = useT();
  const hasOthers = left.kind === 'item' && !alone;
  const [where, setWhere] = useState<Where>(hasOthers ? 'here' : 'certificates');
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState<string>();
  const filter = useSettled(typed.trim(), 120);
  const found = useCoreQuery(
    ['certificates', 'requests'],
    ['inspection.others', writeRef(left), where, filter],
    async (core) => {
      const place = { offset: 0, limit: 50, ...(filter === '' ? {} : { filter }) };
      if (where === 'certificates') {
        const answer = await core.certificates.list(place);
        return answer.ok
          ? {
              ok: true,
              value: answer.value.rows.map((row): Choice => ({
                ref: { kind: 'certificate', certificateId: row.certificateId },
                title: row.subject,
                text: row.issuer,
              })),
            }
          : answer;
      }
      if (where === 'requests') {
        const answer = await core.requests.list(place);
        return answer.ok
          ? {
              ok: true,
              value: answer.value.rows.map((row): Choice => ({
                ref: { kind: 'request', requestId: row.requestId },
                title: row.subject,
                text: row.receivedAt,
              })),
            }
          : answer;
      }
      if (left.kind !== 'item') return { ok: true, value: [] };
      const { inspectionId, itemId } = left;
      const answer = await core.inspection.items({ inspectionId, ...place });
      return answer.ok
        ? {
            ok: true,
            value: answer.value.rows
              .filter((row) => row.itemId !== itemId)
              .map((row): Choice => ({
                ref: { kind: 'item', inspectionId, itemId: row.itemId },
                title: row.title,
                text: row.source,
              })),
          }
        : answer;
    },
    { enabled: where !== 'file' },
  );
  const choices = where === 'file' ? [] : (found.data ?? []).filter(({ ref }) => writeRef(ref) !== writeRef(left));
  const chosen = choices.find((choice) => writeRef(choice.ref) === active);
  const compare = (ref: DocumentRef): void => navigate('inspection', { left: writeRef(left), right: writeRef(ref) });
  const open = useCoreAction(async (core, files: readonly File[]) => {
    const sources = await sourcesOfFiles(files);
    return 'code' in sources ? { ok: false, error: sources } : core.inspection.open({ sources: [...sources] });
  });
  const onFiles = async (files: readonly File[]): Promise<void> => {
    const opened = await open.run(files);
    if (opened !== undefined) compare({ kind: 'item', inspectionId: opened.inspectionId, itemId: 0 });
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('inspection.compareWith')}
      onClose={onClose}
      {...(chosen === undefined ? {} : { onSubmit: () => compare(chosen.ref) })}
      actions={
        <>
          <Button autoFocus onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            kind="primary"
            disabledReason={chosen === undefined ? t('inspection.chooseFirst') : undefined}
            onClick={() => (chosen === undefined ? undefined : compare(chosen.ref))}
          >
            {t('inspection.compareNow')}
          </Button>
        </>
      }
    >
      <SegmentedField<Where>
        label={t('inspection.compareWhere')}
        value={where}
        choices={[
          ...(hasOthers ? [{ value: 'here' as const, label: t('inspection.whereHere') }] : []),
          { value: 'certificates', label: t('inspection.whereCertificates') },
          { value: 'requests', label: t('inspection.whereRequests') },
          { value: 'file', label: t('inspection.whereFile') },
        ]}
        onChange={setWhere}
      />
      {open.fault === undefined ? null : <FaultNote fault={open.fault} />}
      {where === 'file' ? (
        <DropZone text={t('inspection.drop')} onFiles={(files) => void onFiles(files)} />
      ) : (
        <>
          <SearchField label={t('inspection.find')} value={typed} onChange={setTyped} />
          <div style={{ height: '18rem', display: 'flex' }}>
            <ItemList
              label={t('inspection.compareWith')}
              items={choices.map((choice): ListItem => ({
                key: writeRef(choice.ref),
                title: <SafeText text={choice.title} />,
                text: <SafeText text={choice.text} />,
              }))}
              activeKey={active}
              onActive={setActive}
              onOpen={(key) => {
                const other = choices.find((choice) => writeRef(choice.ref) === key);
                if (other !== undefined) compare(other.ref);
              }}
              empty={<NoMatchState />}
            />
          </div>
        </>
      )}
    </Dialog>
  );
}

interface Choice {
  readonly ref: DocumentRef;
  readonly title: string;
  readonly text: string;
}
