import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { RosterView } from '../../../shared/contract/operators.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const How = styled('details')({
  padding: `${rem(4)} 0 ${rem(8)}`,
  summary: { ...type.bodyStrong, cursor: 'pointer', padding: `${rem(4)} 0` },
  ol: { margin: 0, listStyle: 'decimal', paddingLeft: rem(20), display: 'flex', flexDirection: 'column', gap: rem(4) },
});

interface RecoveryPartProps {
  readonly recovery: RosterView['recovery'];
  /** Why a change cannot be proposed. */
  readonly mayPropose: string | undefined;
  readonly onChange: () => void;
  readonly onElsewhere: () => void;
  /** A change that carries all its votes, for when nobody can sign in any more. */
  readonly onRecover: () => void;
}

/** The keys that were locked away: which, what for, and how to vote with one where it is. */
export function RecoveryPart({ recovery, mayPropose, onChange, onElsewhere, onRecover }: RecoveryPartProps): ReactNode {
  const t = useT();
  return (
    <Section
      title={t('operators.recovery')}
      aside={
        <Button small disabledReason={mayPropose} onClick={onChange}>
          {t('operators.recoveryDots')}
        </Button>
      }
    >
      <Prose>{t(recovery === undefined ? 'operators.recoveryNone' : 'operators.recoveryFor')}</Prose>
      {recovery === undefined ? null : (
        <>
          <Facts
            facts={[
              {
                label: t('operators.recoveryNeed'),
                value: t('operators.recoveryNeedOf', { needed: recovery.needed, keys: recovery.keys }),
              },
              ...recovery.certificates.map(({ subject, sha256, notAfter }) => ({
                label: revealUnsafeCharacters(subject),
                value: (
                  <>
                    <Fingerprint hex={sha256} short copy={t('operators.recovery')} />
                    {notAfter === undefined ? null : (
                      <>
                        {' '}
                        <UtcDate date={new Date(notAfter)} />
                      </>
                    )}
                  </>
                ),
              })),
            ]}
          />
          <How>
            <summary>{t('operators.recoveryHow')}</summary>
            <ol>
              <li>{t('operators.recoveryStepSave')}</li>
              <li>{t('operators.recoveryStepSign')}</li>
              <li>{t('operators.recoveryStepTake')}</li>
            </ol>
          </How>
          <ButtonRow>
            <Button small icon="signature" onClick={onElsewhere}>
              {t('operators.elsewhere')}
            </Button>
            <Button small icon="upload" onClick={onRecover}>
              {t('operators.recoverDots')}
            </Button>
          </ButtonRow>
        </>
      )}
    </Section>
  );
}
