import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useMayCall } from '../../platform/operators.ts';
import { BulkBar } from '../../ui/bulk-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { BulkDialog, type RevocationStep } from '../revocations/index.ts';

interface CertificatesBulkProps {
  readonly selected: ReadonlySet<string>;
  /** The row that stands out; what the keys act on while nothing is selected. */
  readonly active: string | undefined;
  readonly onClear: () => void;
}

/** What can be done with the certificates that are selected, by buttons and by keys. */
export function CertificatesBulk({ selected, active, onClear }: CertificatesBulkProps): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<{ readonly step: RevocationStep; readonly ids: readonly string[] }>();
  const ids = useMemo(
    () => (selected.size > 0 ? [...selected] : active === undefined ? [] : [active]),
    [selected, active],
  );
  const none = ids.length === 0 ? t('revocations.noneChosen') : undefined;
  const noRevoke = useMayCall('revocations.revoke') ?? none;
  const noHold = useMayCall('revocations.hold') ?? none;
  const noRelease = useMayCall('revocations.release') ?? none;
  const commands = useMemo((): readonly Command[] => {
    const of = (step: RevocationStep, keys: string, icon: Command['icon'], reason: string | undefined): Command => ({
      id: `certificates.${step}Selected`,
      title: () => t(`revocations.${step}`),
      keys,
      scope: 'here',
      disabledReason: () => reason,
      run: () => (reason === undefined ? setAsking({ step, ids }) : undefined),
      ...(icon === undefined ? {} : { icon }),
    });
    return [
      of('revoke', 'R', 'circle-x', noRevoke),
      of('hold', 'H', 'circle-pause', noHold),
      of('release', 'U', 'undo-2', noRelease),
    ];
  }, [t, ids, noRevoke, noHold, noRelease]);
  useCommands(commands);
  return (
    <>
      <BulkBar
        count={selected.size}
        onClear={onClear}
        actions={
          <>
            <Button small keys="H" disabledReason={noHold} onClick={() => setAsking({ step: 'hold', ids })}>
              {t('revocations.hold')}
            </Button>
            <Button small keys="U" disabledReason={noRelease} onClick={() => setAsking({ step: 'release', ids })}>
              {t('revocations.release')}
            </Button>
            <Button
              small
              kind="danger"
              keys="R"
              disabledReason={noRevoke}
              onClick={() => setAsking({ step: 'revoke', ids })}
            >
              {t('revocations.revoke')}
            </Button>
          </>
        }
      />
      {asking === undefined ? null : (
        <BulkDialog
          step={asking.step}
          certificateIds={asking.ids}
          onClose={() => setAsking(undefined)}
          onDone={onClear}
        />
      )}
    </>
  );
}
