import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { useId, useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon, type IconName } from './icon.tsx';
import { look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

export interface MenuEntry {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly disabledReason?: string | undefined;
  readonly onSelect: () => void;
}

const Trigger = styled('button')({
  display: 'inline-grid',
  placeItems: 'center',
  minHeight: rem(tokens.size.control),
  minWidth: rem(40),
  border: `1px solid ${look.lineMid}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  color: look.ink,
  cursor: 'pointer',
  '&:hover, &[aria-expanded="true"]': { background: look.hover, borderColor: look.lineStrong },
});

const Words = styled('span')({
  '&[data-danger]': { color: look.danger },
  small: { ...type.small, display: 'block', color: look.ink3 },
});

/** The rest of a page's actions behind “…”; what is forbidden stays in the list and says why. */
export function MenuButton(props: { readonly label?: string; readonly items: readonly MenuEntry[] }): ReactNode {
  const t = useT();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = props.label ?? t('ui.more');
  const open = anchor !== null;
  return (
    <>
      <Trigger
        type="button"
        id={id}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="ellipsis" />
      </Trigger>
      <Menu
        open={open}
        anchorEl={anchor}
        container={anchor?.closest('[role="dialog"], main') ?? null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ list: { 'aria-labelledby': id } }}
      >
        {props.items.map((item) => (
          <MenuItem
            key={item.label}
            aria-disabled={item.disabledReason !== undefined || undefined}
            onClick={() => {
              if (item.disabledReason !== undefined) return;
              setAnchor(null);
              item.onSelect();
            }}
          >
            {item.icon === undefined ? null : <Icon name={item.icon} />}
            <Words data-danger={item.danger === true || undefined}>
              {item.label}
              {item.disabledReason === undefined ? null : <small>{item.disabledReason}</small>}
            </Words>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
