import { styled } from '@mui/material/styles';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { ObjectRow } from '../../../shared/contract/platform-rows.ts';
import type { SyncRun } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { codeText } from '../platforms/connection-words.ts';
import { readFeeds, useReadings } from '../platforms/sync-session.ts';

/** Often enough for a charge that lasts an hour, seldom enough for any platform. */
const EVERY_MS = 30_000;

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: `${rem(8)} ${rem(16)}` });

/** A session that goes on: what changed in the sessions of its connection is read again on demand, or as long as it is looked at. */
export function LiveSession({ row }: { readonly row: Pick<ObjectRow, 'connectionId' | 'connection'> }): ReactNode {
  const t = useT();
  const { connectionId, connection } = row;
  const forbidden = useMayCall('platforms.sync');
  const reading = useReadings((all) => all[connectionId]);
  const [follows, setFollows] = useState(false);
  const isReading = reading?.running === true;
  const [failed, setFailed] = useState<SyncRun>();
  const hasFailed = failed !== undefined || reading?.fault !== undefined;
  // A platform that failed is not asked again by itself.
  const goesOn = follows && !hasFailed;
  const read = useCallback(
    () =>
      void readFeeds({ connectionId, kind: 'incremental', modules: ['sessions'] }, connection).then((runs) =>
        setFailed(runs.find(({ fault }) => fault !== undefined)),
      ),
    [connectionId, connection],
  );
  useEffect(() => {
    if (!goesOn || isReading) return undefined;
    const timer = setTimeout(read, EVERY_MS);
    return () => clearTimeout(timer);
  }, [goesOn, isReading, read]);
  return (
    <>
      <Banner verdict="info" text={t('platformObjects.goesOn')} />
      <Bar>
        <Button
          icon="refresh-cw"
          disabledReason={forbidden ?? (isReading ? t('platforms.isReading') : undefined)}
          onClick={read}
        >
          {t('platformObjects.readAgain')}
        </Button>
        <CheckField
          label={t('platformObjects.follow')}
          checked={goesOn}
          disabled={forbidden !== undefined}
          onChange={(on) => {
            setFollows(on);
            if (on && !isReading) read();
          }}
        />
        {reading?.pinWindow === true ? <span role="status">{t('keys.pinWindow')}</span> : null}
      </Bar>
      {reading?.fault === undefined ? null : <FaultNote fault={reading.fault} onRetry={read} />}
      {failed?.fault === undefined ? null : (
        <Banner
          verdict="fail"
          text={<SafeText text={`${codeText(t, 'reason', failed.fault.code)}: ${failed.fault.message}`} />}
          action={{
            label: t('platforms.toDiagnosis'),
            onAction: () => navigate('platforms', { id: connectionId, name: connection, part: 'diagnosis' }),
          }}
        />
      )}
    </>
  );
}
