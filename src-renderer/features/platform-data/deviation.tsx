import type { ReactNode } from 'react';
import type { ObjectFinding } from '../../../shared/contract/platform-data.ts';
import { useT } from '../../locales/language.tsx';
import { Finding } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { findingSentence } from './finding-sentence.ts';

/** One finding of an object: where it is, what its kind means, what arrived, was asked for and was read. */
export function Deviation({ finding }: { readonly finding: ObjectFinding }): ReactNode {
  const t = useT();
  const { severity, code, path, found, wanted, readAs } = finding;
  const sentence = findingSentence(t, code);
  const reason = [
    found === undefined ? undefined : t('platformData.found', { found }),
    wanted === undefined ? undefined : t('platformData.wanted', { wanted }),
    readAs === undefined ? undefined : t('platformData.readAs', { readAs }),
  ].filter((part) => part !== undefined);
  return (
    <Finding
      finding={{
        verdict: severity === 'note' ? 'info' : severity,
        sentence: <SafeText text={path === '' ? (sentence ?? code) : path} />,
        reason: <SafeText text={[path === '' ? undefined : sentence, reason.join('; ')].filter(Boolean).join(' ')} />,
        code,
      }}
    />
  );
}
