import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Texts } from './en.js';
import { keepLanguage, LANGUAGES, type Language } from './languages.js';

interface Speech {
  texts: Texts;
  language: Language;
  speak(language: Language): void;
}

const SpeechContext = createContext<Speech | null>(null);

/** Gives the page its words, and lets it change language. */
export function TextsProvider(props: { first: { language: Language; texts: Texts }; children: ReactNode }) {
  const [{ language, texts }, setSpoken] = useState(props.first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      texts,
      language,
      speak: (next) => {
        keepLanguage(next);
        void LANGUAGES[next].load().then((loaded) => setSpoken({ language: next, texts: loaded }));
      },
    }),
    [language, texts],
  );
  return <SpeechContext value={speech}>{props.children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('useTexts needs a TextsProvider around it');
  return speech;
}

export function useTexts(): Texts {
  return useSpeech().texts;
}
