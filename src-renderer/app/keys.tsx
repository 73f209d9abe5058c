import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { Kbd } from '../ui/kbd.tsx';
import { rem } from '../ui/theme/tokens.ts';

const Row = styled('span')({ display: 'inline-flex', gap: rem(8), flex: 'none', marginLeft: 'auto' });

/** Keys of a command: one combination, or several one after the other (`G T`). */
export function Keys({ keys }: { readonly keys: string }): ReactNode {
  return (
    <Row>
      {keys.split(' ').map((combination) => (
        <Kbd key={combination} keys={combination} />
      ))}
    </Row>
  );
}
