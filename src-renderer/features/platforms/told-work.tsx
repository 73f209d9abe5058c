import type { ReactNode } from 'react';
import { errorText, useT } from '../../locales/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { LongWork, type LongWorkProps } from '../../ui/long-work.tsx';

interface ToldWorkProps extends LongWorkProps {
  readonly asked: { readonly pinWindow: boolean; readonly wrong: string | undefined };
}

/** Work that outlives its page and tells of itself in the status bar; here with what a token asked for on the way. */
export function ToldWork({ asked, ...work }: ToldWorkProps): ReactNode {
  const t = useT();
  return (
    <>
      {asked.wrong === undefined ? null : <Banner verdict="warn" text={errorText(t, asked.wrong)} />}
      {asked.pinWindow ? <Banner verdict="info" text={t('keys.pinWindow')} /> : null}
      <LongWork {...work} />
    </>
  );
}
