import type { ReactNode } from 'react';
import type { IdentityCandidate } from '../../../shared/contract/operators.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { utcText } from '../../ui/format/date-text.ts';
import { shortHex } from '../../ui/format/fingerprint.ts';
import { FieldFrame } from '../../ui/field.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

interface IdentityChoiceProps {
  readonly value: string | undefined;
  readonly onChange: (certificateId: string) => void;
  /** The first operator signs at once, so that the key has to be here. */
  readonly first?: boolean;
}

/** Certificates that may stand for an operator; those of identity keys that may not are shown with the reason. */
export function IdentityChoice({ value, onChange, first = false }: IdentityChoiceProps): ReactNode {
  const t = useT();
  const query = useCoreQuery(['operators', 'certificates', 'keys'], ['operators.candidates'], (core) =>
    core.operators.candidates({}),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingState what={t('operators.certificate')} />;
  const { candidates } = query.data;
  if (candidates.length === 0) return <Prose>{t('operators.noCandidates')}</Prose>;
  return (
    <FieldFrame group label={t('operators.certificate')}>
      {() => (
        <RadioCards
          label={t('operators.certificate')}
          value={value}
          cards={candidates.map((one) => {
            const why = whyNot(t, one, first);
            const elsewhere = one.keyHere || first ? '' : t('operators.keyElsewhere');
            return {
              value: one.certificateId,
              title: revealUnsafeCharacters(one.subject),
              text: why ?? elsewhere,
              icon: 'id-card' as const,
              facts: (
                <>
                  <span>{t('operators.until', { date: utcText(new Date(one.notAfter)) })}</span>
                  <span>{shortHex(one.sha256)}</span>
                </>
              ),
              disabled: why !== undefined,
            };
          })}
          onChange={onChange}
        />
      )}
    </FieldFrame>
  );
}

function whyNot(t: Translate, { reason, keyHere }: IdentityCandidate, first: boolean): string | undefined {
  if (reason !== undefined) return t(`operators.reason_${reason}`);
  return first && !keyHere ? t('operators.keyElsewhereFirst') : undefined;
}
