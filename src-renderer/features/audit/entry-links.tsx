import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { AuditLink } from '../../../shared/contract/audit.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { Link } from '../lists/filter-bar.tsx';

const List = styled('ul')({
  margin: 0,
  padding: 0,
  listStyle: 'none',
  display: 'flex',
  flexDirection: 'column',
  gap: rem(4),
  '& .kind': { ...type.small, color: look.ink2, marginRight: rem(8) },
});

function open({ kind, id, name }: AuditLink): void {
  switch (kind) {
    case 'request':
      navigate('requests', { id, name });
      break;
    case 'certificate':
      navigate('certificates', { id, name });
      break;
    case 'authority':
      navigate('authorities', { id, name });
      break;
    case 'partner':
      navigate('partners', { id, name });
      break;
    case 'key-group':
      navigate('keys', { ref: id, name });
      break;
    case 'operator':
      navigate('operators');
  }
}

/** What an entry is about, as far as it is still there: each leads to its page. */
export function EntryLinks({ seq }: { readonly seq: number }): ReactNode {
  const t = useT();
  const links = useCoreQuery('audit', ['audit.links', seq], (core) => core.audit.links({ seq })).data?.links ?? [];
  if (links.length === 0) return null;
  return (
    <Section level={3} title={t('audit.leadsTo')}>
      <List>
        {links.map((link) => (
          <li key={`${link.kind} ${link.id}`}>
            <span className="kind">{t(`audit.link_${link.kind}`)}</span>
            <Link onFollow={() => open(link)}>
              <SafeText text={link.name} />
            </Link>
          </li>
        ))}
      </List>
    </Section>
  );
}
