import { useMemo, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import type { LinkId } from '../../platform/shell-bridge.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { LICENCES, type Licence } from './licences.ts';

const LINKS: readonly LinkId[] = ['project', 'manual', 'issues', 'licence', 'ocpi'];

/** Versions for a report of trouble, and what the console is made of. */
export function AboutSection(): ReactNode {
  const t = useT();
  const query = useCoreQuery(['system', 'audit'], ['status'], (core) => core.system.status({}));
  const status = query.data;
  const columns = useMemo(
    (): readonly Column<Licence>[] => [
      { id: 'name', header: t('settings.component'), width: 'minmax(10rem, 2fr)', render: (row) => row.name },
      { id: 'what', header: t('settings.usedFor'), width: 'minmax(10rem, 2fr)', render: (row) => t(row.what) },
      { id: 'licence', header: t('settings.licence'), width: 'minmax(7rem, 1fr)', render: (row) => row.licence },
    ],
    [t],
  );
  return (
    <>
      <PageHead
        title={t('app.name')}
        facts={status === undefined ? undefined : <span>{t('welcome.version', { version: status.version })}</span>}
      />
      <PageBody>
        {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
        {status === undefined ? (
          query.error === null ? (
            <LoadingState what={t('settings.versionsWhat')} />
          ) : null
        ) : (
          <Section title={t('settings.versions')}>
            <Facts
              facts={[
                { label: t('app.name'), value: <Mono text={status.version} /> },
                {
                  label: t('settings.runtime'),
                  value:
                    status.electron === undefined ? (
                      t('settings.withoutElectron')
                    ) : (
                      <>
                        <Mono text={`Electron ${status.electron}`} />{' '}
                        {status.testRuntime ? <StateWord verdict="warn" word={t('settings.testRuntime')} /> : null}
                      </>
                    ),
                },
                { label: t('settings.engine'), value: <Mono text={`Node.js ${status.node}`} /> },
                { label: t('settings.platform'), value: <Mono text={status.platform} /> },
                { label: t('settings.operator'), value: status.actor },
              ]}
            />
          </Section>
        )}
        <ButtonRow>
          {LINKS.map((link) => (
            <Button key={link} small icon="external-link" onClick={() => void window.shell?.openExternal(link)}>
              {t(`settings.link_${link}`)}
            </Button>
          ))}
        </ButtonRow>
        <Section title={t('settings.licences')} aside={t('settings.licencesAside')} bare>
          <DataTable
            label={t('settings.licences')}
            columns={columns}
            rowCount={LICENCES.length}
            rowAt={(index) => LICENCES[index]}
            rowKey={(row) => row.name}
            maxRows={24}
            empty={null}
          />
        </Section>
      </PageBody>
    </>
  );
}
