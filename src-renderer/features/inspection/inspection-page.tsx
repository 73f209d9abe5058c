import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useRoute } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody, Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { CompareView } from './compare-view.tsx';
import { InspectionSet } from './inspection-set.tsx';
import { cancelOpening, openFiles, openText, useOpening } from './open-input.ts';

/** Anything foreign taken apart: dropped, pasted or chosen; one document or thousands. Stores nothing. */
export function InspectionPage(): ReactNode {
  const { params } = useRoute();
  const opening = useOpening();
  const { id, item, left, right } = params;
  usePaste();
  if (left !== undefined && right !== undefined) return <CompareView left={left} right={right} />;
  if (id !== undefined && !opening.busy) return <InspectionSet key={id} inspectionId={id} itemId={item} />;
  return <Start />;
}

/** Ctrl+V anywhere but in a field. */
function usePaste(): void {
  const t = useT();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() !== '') void openText(t, text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [t]);
}

function Start(): ReactNode {
  const t = useT();
  const input = useOpening();
  const [text, setText] = useState('');
  return (
    <>
      <PageHead title={t('inspection.title')} />
      <PageBody>
        <Prose>{t('inspection.about')}</Prose>
        {input.fault === undefined ? null : <FaultNote fault={input.fault} />}
        {input.busy ? (
          <LongWork
            what={t('inspection.reading')}
            done={input.done}
            {...(input.total > 0 ? { total: input.total } : {})}
            onCancel={cancelOpening}
            cancelKeeps={t('inspection.cancelKeeps')}
          />
        ) : (
          <>
            <DropZone
              text={t('inspection.drop')}
              hint={t('inspection.dropHint')}
              multiple
              onFiles={(files) => void openFiles(files)}
            />
            <TextField
              label={t('inspection.orPaste')}
              value={text}
              onChange={setText}
              lines={10}
              mono
              placeholder={t('decoded.pemRequest')}
            />
            <ButtonRow>
              <Button
                kind="primary"
                icon="file-search"
                disabledReason={text.trim() === '' ? t('inspection.pasteFirst') : undefined}
                onClick={() => void openText(t, text)}
              >
                {t('inspection.inspect')}
              </Button>
            </ButtonRow>
          </>
        )}
      </PageBody>
    </>
  );
}
