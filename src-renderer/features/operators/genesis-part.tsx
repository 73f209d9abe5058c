import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { useT } from '../../locales/language.tsx';
import { useAppStatus } from '../../platform/app-status.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { groupedHex } from '../../ui/format/fingerprint.ts';
import { Prose } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(10), paddingTop: rem(6) });

const Large = styled('div')({
  ...type.mono,
  fontSize: rem(17),
  lineHeight: rem(28),
  padding: rem(12),
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.panel,
  background: look.canvas,
  overflowWrap: 'anywhere',
});

/** The fingerprint that auditors pin, large, with the ways to take it out of this computer. */
export function GenesisPart({ genesis }: { readonly genesis: string }): ReactNode {
  const t = useT();
  const workspace = useAppStatus((status) => status.workspace?.name ?? '');
  const [problem, setProblem] = useState<SaveProblem>();
  const text = t('operators.genesisFile', { workspace, genesis });
  const save = async (): Promise<void> => {
    setProblem(await saveBytes(t, 'roster-genesis.txt', encodeUtf8(`${text}\n`)));
  };
  return (
    <Stack>
      <Prose>{t('operators.genesisAbout')}</Prose>
      <Large aria-label={t('operators.genesis')} role="group">
        {groupedHex(genesis)} <CopyButton what={t('operators.genesis')} text={genesis} />
      </Large>
      <ButtonRow>
        <Button icon="save" onClick={() => void save()}>
          {t('operators.genesisSave')}
        </Button>
        <Button icon="printer" onClick={() => window.print()}>
          {t('operators.genesisPrint')}
        </Button>
      </ButtonRow>
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Stack>
  );
}

/** Once, right after the first operator was enrolled. */
export function GenesisDialog(props: { readonly genesis: string; readonly onClose: () => void }): ReactNode {
  const t = useT();
  return (
    <Dialog
      open
      width="wide"
      title={t('operators.genesisTitle')}
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={props.onClose}>
          {t('operators.genesisDone')}
        </Button>
      }
    >
      <GenesisPart genesis={props.genesis} />
    </Dialog>
  );
}
