import { render } from 'preact';
import { App } from './app.js';
import { begin } from './session.js';
import './style/base.css';
import './style/parts.css';
import './style/board.css';
import './style/task.css';

void begin();
const root = document.getElementById('root');
if (root) render(<App />, root);
