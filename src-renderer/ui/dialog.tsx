import MuiDialog from '@mui/material/Dialog';
import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { IconButton } from './icon-button.tsx';
import { look, type } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

const Head = styled('div')({
  display: 'flex',
  alignItems: 'flex-start',
  gap: rem(8),
  padding: `${rem(16)} ${rem(16)} 0`,
  h2: { ...type.section, flex: '1 1 auto', overflowWrap: 'anywhere' },
});

const Body = styled('div')({
  padding: `${rem(6)} ${rem(16)} ${rem(16)}`,
  display: 'flex',
  flexDirection: 'column',
  gap: rem(12),
  overflow: 'auto',
  color: look.ink,
});

const Foot = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'flex-end',
  alignItems: 'center',
  gap: rem(8),
  padding: `${rem(12)} ${rem(16)} ${rem(16)}`,
  '.aside': { marginRight: 'auto', color: look.ink3 },
});

const Shell = styled(MuiDialog)({
  '.MuiDialog-paper': { maxWidth: rem(440), width: '100%' },
  '&[data-width="wide"] .MuiDialog-paper': { maxWidth: rem(720) },
  form: { display: 'flex', flexDirection: 'column', minHeight: 0 },
});

interface DialogProps {
  readonly open: boolean;
  readonly title: ReactNode;
  /** Esc and the close button; a click beside the dialog never closes it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the right: safe one first, the deciding one last. */
  readonly actions: ReactNode;
  readonly actionsAside?: ReactNode;
  readonly width?: 'normal' | 'wide';
  /** Makes the dialog a form: Enter in a field submits it. */
  readonly onSubmit?: () => void;
}

/** A question or a form above the page; the focus stays inside and returns to where it was. */
export function Dialog(props: DialogProps): ReactNode {
  const t = useT();
  const id = useId();
  const inner = (
    <>
      <Head>
        <h2 id={id}>{props.title}</h2>
        <IconButton icon="x" label={t('ui.close')} onClick={props.onClose} />
      </Head>
      <Body>{props.children}</Body>
      <Foot>
        {props.actionsAside === undefined ? null : <span className="aside">{props.actionsAside}</span>}
        {props.actions}
      </Foot>
    </>
  );
  const { onSubmit } = props;
  return (
    <Shell
      open={props.open}
      aria-labelledby={id}
      data-width={props.width ?? 'normal'}
      onClose={(_, reason) => {
        if (reason === 'escapeKeyDown') props.onClose();
      }}
    >
      {onSubmit === undefined ? (
        inner
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            onSubmit();
          }}
        >
          {inner}
        </form>
      )}
    </Shell>
  );
}
