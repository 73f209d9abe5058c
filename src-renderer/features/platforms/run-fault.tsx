import type { ReactNode } from 'react';
import type { SyncRun } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { replaceParams, useRoute } from '../../platform/route.ts';
import { Finding } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { codeText } from './connection-words.ts';

/** How a read failed: in words, with what the platform said, and the way to the diagnosis. */
export function RunFault({ run }: { readonly run: SyncRun }): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const { fault, module } = run;
  if (fault === undefined) return null;
  const name = t(`platforms.module_${module}`);
  return (
    <Finding
      finding={{
        verdict: 'fail',
        code: fault.code,
        sentence: t('platforms.readFailed', { module: name, reason: codeText(t, 'reason', fault.code) }),
        reason: (
          <>
            {fault.message === fault.code ? null : (
              <>
                <SafeText text={fault.message} />{' '}
              </>
            )}
            <Link onFollow={() => replaceParams({ ...params, part: 'diagnosis' })}>{t('platforms.toDiagnosis')}</Link>
          </>
        ),
      }}
    />
  );
}
