import { useMemo, useState } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useCommands } from '../../platform/commands.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useUi } from '../../ui/ui-context.tsx';
import { saveBytes, type SaveProblem } from './save-bytes.ts';
import type { CsrDetail } from './use-csr.ts';

export type Format = 'pem' | 'der' | 'renewal-request' | 'message' | 'proof';
export const FORMATS: readonly Format[] = ['pem', 'der', 'renewal-request', 'message', 'proof'];
export const FORMAT_TITLES: Readonly<Record<Format, PlainKey>> = {
  pem: 'csrs.format_pem',
  der: 'csrs.format_der',
  'renewal-request': 'csrs.format_renewal-request',
  message: 'csrs.format_message',
  proof: 'csrs.format_proof',
};

type ExportedFile = OutputOf<AppContract['csrs']['export']>;

export interface HandOverState {
  readonly format: Format;
  readonly formatName: string;
  /** Those that this CSR has. */
  readonly formats: readonly Format[];
  readonly setFormat: (format: Format) => void;
  readonly language: 'en' | 'de';
  readonly setLanguage: (language: 'en' | 'de') => void;
  readonly file: UseQueryResult<ExportedFile, CoreError>;
  /** The content where it is text. */
  readonly text: string | undefined;
  readonly problem: SaveProblem | undefined;
  readonly save: () => void;
}

/** The file in the chosen form, and saving and copying it as commands of the page. */
export function useHandOver({ csr, proofJws }: CsrDetail): HandOverState {
  const t = useT();
  const { copyText } = useUi().ports;
  const [format, setFormat] = useState<Format>('pem');
  const [language, setLanguage] = useState<'en' | 'de'>(t.language === 'de' ? 'de' : 'en');
  const [problem, setProblem] = useState<SaveProblem>();
  const file = useCoreQuery<ExportedFile>(
    ['csrs', 'keys'],
    ['csrs.export', csr.csrId, format, language],
    (core) => core.csrs.export({ csrId: csr.csrId, format, language }),
    { keepPrevious: false },
  );
  const { data } = file;
  const text = useMemo(
    () => (data === undefined || format === 'der' ? undefined : new TextDecoder().decode(data.content)),
    [data, format],
  );

  const commands = useMemo(() => {
    const save = (): void => {
      if (data === undefined) return;
      void saveBytes(t, data.suggestedName, data.content).then(setProblem);
    };
    const copy = (): void => {
      if (text === undefined) return;
      void copyText(text).then((done) => showToast(t(done ? 'csrs.copied' : 'ui.copyFailed')));
    };
    return [
      {
        id: 'csrs.save',
        title: () => t('csrs.saveAs', { format: t(FORMAT_TITLES[format]) }),
        icon: 'save',
        keys: 'Ctrl+Enter',
        scope: 'here',
        run: save,
      },
      {
        id: 'csrs.copy',
        title: () => t('csrs.copyAs', { format: t(FORMAT_TITLES[format]) }),
        icon: 'clipboard',
        keys: 'Y',
        scope: 'here',
        disabledReason: () => (format === 'der' ? t('csrs.derNoCopy') : undefined),
        run: copy,
      },
    ] as const;
  }, [data, format, text, copyText, setProblem, t]);
  useCommands(commands);

  return {
    format,
    formatName: t(FORMAT_TITLES[format]),
    formats: FORMATS.filter((one) => one !== 'proof' || proofJws !== undefined),
    setFormat,
    language,
    setLanguage,
    file,
    text,
    problem,
    save: commands[0].run,
  };
}
