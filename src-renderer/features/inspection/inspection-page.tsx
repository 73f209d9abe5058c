import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useRoute } from '../../platform/route.ts';
import { LongWork } from '../../ui/long-work.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody, Prose } from '../../ui/section.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { CompareView } from './compare-view.tsx';
import { InspectionSet } from './inspection-set.tsx';
import { cancelOpening, openFiles, openText, useOpening } from './open-input.ts';
import { TakeInput, usePastedText } from './take-input.tsx';

/** Anything foreign taken apart: dropped, pasted or chosen; one document or thousands. Stores nothing. */
export function InspectionPage(): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const opening = useOpening();
  const { id, item, left, right } = params;
  usePastedText((text) => void openText(t, text));
  if (left !== undefined && right !== undefined) return <CompareView left={left} right={right} />;
  if (id !== undefined && !opening.busy) return <InspectionSet key={id} inspectionId={id} itemId={item} />;
  return <Start />;
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
          <TakeInput
            main
            text={text}
            setText={setText}
            drop={t('inspection.drop')}
            dropHint={t('inspection.dropHint')}
            placeholder={t('decoded.pemRequest')}
            lines={10}
            action={t('inspection.inspect')}
            onFiles={(files) => void openFiles(files)}
            onText={(given) => void openText(t, given)}
          />
        )}
      </PageBody>
    </>
  );
}
