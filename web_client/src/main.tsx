import { render } from "preact";
import { setLanguage } from "./i18n";
import { App, warmUp } from "./pages/App";
import { findAccount, startLanguage } from "./state/account";
import { startClock } from "./state/clock";
import { startConnection } from "./state/connection";
import { path, startRouter } from "./state/router";
import { startScreen } from "./state/screen";
import { startShortcuts } from "./state/shortcuts";
import "./styles/tokens.css";
import "./styles/base.css";

async function start(): Promise<void> {
  startRouter();
  startClock();
  startConnection();
  startScreen();
  startShortcuts();
  await Promise.all([setLanguage(startLanguage()).then(() => warmUp(path.value)), findAccount()]);
  const root = document.getElementById("app");
  if (root) render(<App />, root);
}

void start();
