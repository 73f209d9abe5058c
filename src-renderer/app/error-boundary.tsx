import { Component, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';

interface BoundaryState {
  readonly failed: boolean;
}

/** A page that throws is replaced by a sentence; the frame, the other pages and core go on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { failed: false };

  static getDerivedStateFromError(): BoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Crashed onAgain={() => this.setState({ failed: false })} />;
  }
}

function Crashed({ onAgain }: { readonly onAgain: () => void }): ReactNode {
  const t = useT();
  return (
    <div role="alert">
      <EmptyState
        title={t('app.crashed')}
        text={t('app.crashedText')}
        actions={<Button onClick={onAgain}>{t('app.reload')}</Button>}
      />
    </div>
  );
}
