import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { ObjectLink } from '../../../shared/contract/platform-data.ts';
import type { ObjectRow } from '../../../shared/contract/platform-rows.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { Link } from '../lists/filter-bar.tsx';
import { openObject } from './open-object.ts';

const List = styled('ul')({ display: 'flex', flexDirection: 'column', gap: rem(4), padding: `${rem(8)} 0` });

/** What an object names and who names it, and over which connection it came: whose, and with which certificate. */
export function LinksPart({
  links,
  row,
}: {
  readonly links: readonly ObjectLink[];
  readonly row: ObjectRow;
}): ReactNode {
  const t = useT();
  return (
    <Section title={t('platformData.links')}>
      <List>
        {links.map((link, at) => (
          <li key={`${link.kind} ${link.id} ${at}`}>
            <LinkWords link={link} />
          </li>
        ))}
        <ConnectionLinks {...row} />
      </List>
    </Section>
  );
}

function LinkWords({ link }: { readonly link: ObjectLink }): ReactNode {
  const t = useT();
  const { kind, id, rowId, module, certainty } = link;
  const words = (
    <>
      {t(`platformData.link_${kind}`)} <SafeText text={id} />
    </>
  );
  const how = certainty === 'id' ? null : <> – {t(`platformData.matched_${certainty}`)}</>;
  if (rowId === undefined || module === undefined) {
    return (
      <span>
        {words} – {t('platformData.notHeld')}
      </span>
    );
  }
  return (
    <>
      <Link onFollow={() => openObject({ module, rowId, id })}>{words}</Link>
      {how}
    </>
  );
}

function ConnectionLinks({
  connectionId,
  connection: name,
}: Pick<ObjectRow, 'connectionId' | 'connection'>): ReactNode {
  const t = useT();
  const { data } = useCoreQuery('platforms', ['platforms.get', connectionId], (core) =>
    core.platforms.get({ connectionId }),
  );
  const partnerId = data?.settings.partnerId ?? null;
  const identity = data?.identity;
  return (
    <>
      <li>
        <Link onFollow={() => navigate('platforms', { id: connectionId, name })}>
          {t('platformData.link_connection')} <SafeText text={name} />
        </Link>
      </li>
      {partnerId === null ? null : (
        <li>
          <Link onFollow={() => navigate('partners', { id: partnerId, name: data?.partner ?? '' })}>
            {t('platformData.link_partner')} <SafeText text={data?.partner ?? partnerId} />
          </Link>
        </li>
      )}
      {identity === undefined ? null : (
        <li>
          <Link
            onFollow={() =>
              navigate('keys', {
                ref: identity.groupRef,
                name: identity.keyGroupId,
                ...(data?.settings.generationId == null ? {} : { generation: data.settings.generationId }),
              })
            }
          >
            {t('platformData.link_certificate')} <SafeText text={`${identity.keyGroupId} g${identity.generation}`} />
          </Link>
        </li>
      )}
    </>
  );
}
