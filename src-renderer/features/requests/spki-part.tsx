import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Prose, Section } from '../../ui/section.tsx';

/** The fingerprint of the requested key as words and groups, to be compared with the partner over the phone. */
export function SpkiPart({
  words,
  groups,
}: {
  readonly words: readonly string[];
  readonly groups: readonly string[];
}): ReactNode {
  const t = useT();
  return (
    <Section title={t('requests.phone')}>
      <Prose>{t('requests.phoneText')}</Prose>
      <p>
        <Mono text={words.join(' ')} copy={t('requests.phone')} />
      </p>
      <p>
        <Mono text={groups.join(' ')} />
      </p>
    </Section>
  );
}
