import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { useRef, useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';

const Row = styled('div')({ display: 'flex' });

/** A quiet button that adds one of several things to a form. */
export function AddList<I extends string>(props: {
  readonly label: string;
  readonly choices: readonly { readonly id: I; readonly label: string }[];
  readonly onAdd: (id: I) => void;
}): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (props.choices.length === 0) return null;
  return (
    <Row ref={row}>
      <Button kind="text" small icon="plus" expanded={anchor !== null} onClick={() => setAnchor(row.current)}>
        {props.label}
      </Button>
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        container={anchor?.closest('[role="dialog"], main') ?? null}
        onClose={() => setAnchor(null)}
      >
        {props.choices.map((choice) => (
          <MenuItem
            key={choice.id}
            onClick={() => {
              setAnchor(null);
              props.onAdd(choice.id);
            }}
          >
            {choice.label}
          </MenuItem>
        ))}
      </Menu>
    </Row>
  );
}
