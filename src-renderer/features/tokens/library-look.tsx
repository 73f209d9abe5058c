import type { ReactNode } from 'react';
import type { FoundLibrary } from '../../../shared/contract/tokens.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { Facts } from '../../ui/facts.tsx';
import { Finding } from '../../ui/finding.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { Prose } from '../../ui/section.tsx';
import type { StateLook } from './token-words.ts';

export function libraryState(t: Translate, library: FoundLibrary): StateLook {
  switch (library.state) {
    case 'new':
      return { verdict: 'info', word: t('tokens.foundNew') };
    case 'added':
      return { verdict: 'pass', word: t('tokens.foundAdded') };
    case 'changed':
      return { verdict: 'fail', word: t('tokens.trustChanged') };
    case 'writable-by-others':
      return { verdict: 'fail', word: t('tokens.trustWritable') };
    case 'unreadable':
      return { verdict: 'fail', word: t('tokens.foundUnreadable') };
  }
}

/** Whether a library can be confirmed; if not, why. */
export function confirmReason(t: Translate, library: FoundLibrary | undefined): string | undefined {
  switch (library?.state) {
    case undefined:
      return t('tokens.chooseFirst');
    case 'added':
      return t('tokens.foundAddedText');
    case 'writable-by-others':
      return t('errors.MODULE_FILE_WRITABLE');
    case 'unreadable':
      return t('errors.MODULE_FILE_UNREADABLE');
    case 'new':
    case 'changed':
      return undefined;
  }
}

/** What is confirmed: path and SHA-256, whole, with what the state of the file means. */
export function LibraryLook({ library }: { readonly library: FoundLibrary }): ReactNode {
  const t = useT();
  return (
    <>
      <Facts
        facts={[
          { label: t('tokens.library'), value: library.name },
          { label: t('tokens.path'), value: <Mono text={library.path} copy={t('tokens.path')} /> },
          {
            label: t('tokens.sha256'),
            value: library.sha256 === undefined ? null : <Fingerprint hex={library.sha256} copy={t('tokens.sha256')} />,
          },
        ]}
      />
      <StateFinding library={library} />
    </>
  );
}

function StateFinding({ library }: { readonly library: FoundLibrary }): ReactNode {
  const t = useT();
  switch (library.state) {
    case 'new':
      return <Prose>{t('tokens.compareHash')}</Prose>;
    case 'added':
      return <Prose>{t('tokens.foundAddedText')}</Prose>;
    case 'changed':
      return <Trouble code="MODULE_FILE_CHANGED" />;
    case 'writable-by-others':
      return <Trouble code="MODULE_FILE_WRITABLE" />;
    case 'unreadable':
      return <Trouble code="MODULE_FILE_UNREADABLE" />;
  }
}

function Trouble(props: {
  readonly code: 'MODULE_FILE_CHANGED' | 'MODULE_FILE_WRITABLE' | 'MODULE_FILE_UNREADABLE';
}): ReactNode {
  const t = useT();
  const { code } = props;
  return (
    <Finding
      finding={{
        verdict: code === 'MODULE_FILE_CHANGED' ? 'warn' : 'fail',
        sentence: t(`errors.${code}`),
        reason: t(`errors.${code}_next`),
        code,
      }}
    />
  );
}
