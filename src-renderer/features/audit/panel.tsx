import { styled } from '@mui/material/styles';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

/** A question about the whole log, above the list. */
export const Panel = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(10),
  padding: `${rem(12)} ${rem(20)}`,
  borderBottom: `1px solid ${look.line}`,
  background: look.canvas,
  flex: 'none',
  maxHeight: '60%',
  overflow: 'auto',
});
