import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/theme/fonts.css';
import { App } from './app/app.tsx';
import { CoreStatus, joinCore } from './app/core-status.tsx';
import { readPagesAhead } from './app/later.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
joinCore();
createRoot(root).render(
  <StrictMode>
    <CoreStatus>
      <App />
    </CoreStatus>
  </StrictMode>,
);
readPagesAhead();
