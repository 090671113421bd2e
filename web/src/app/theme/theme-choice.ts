import { useSyncExternalStore } from 'react';

export const THEME_CHOICES = ['light', 'dark', 'system'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = 'azimuth.theme';
const darkness = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function readChoice(): ThemeChoice {
  const kept = window.localStorage.getItem(KEY);
  return THEME_CHOICES.find((choice) => choice === kept) ?? 'system';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  darkness.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    darkness.removeEventListener('change', listener);
  };
}

/** Keeps the choice for the next visit and applies it at once. */
export function chooseTheme(choice: ThemeChoice): void {
  window.localStorage.setItem(KEY, choice);
  if (choice === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset['theme'] = choice;
  for (const listener of listeners) listener();
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, readChoice);
}

/** Whether the page is dark now: by choice, else as the system is. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, () => {
    const choice = readChoice();
    return choice === 'system' ? darkness.matches : choice === 'dark';
  });
}
