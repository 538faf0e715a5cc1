import { NativeSelect, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { isLanguage, LANGUAGES } from '../texts/languages.js';
import { useSpeech, useTexts } from '../texts/texts.js';

/** How the page looks and speaks, for this browser. */
export function Preferences() {
  return (
    <>
      <AppearanceChoice />
      <LanguageChoice />
    </>
  );
}

function AppearanceChoice() {
  const { header } = useTexts();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes: MantineColorScheme[] = ['auto', 'light', 'dark'];
  return (
    <NativeSelect
      size="xs"
      aria-label={header.appearance}
      value={colorScheme}
      data={schemes.map((value) => ({ value, label: header[value] }))}
      onChange={({ currentTarget: { value } }) => setColorScheme(schemes.find((known) => known === value) ?? 'auto')}
    />
  );
}

function LanguageChoice() {
  const { texts, language, speak } = useSpeech();
  return (
    <NativeSelect
      size="xs"
      aria-label={texts.header.language}
      value={language}
      data={Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }))}
      onChange={({ currentTarget: { value } }) => isLanguage(value) && speak(value)}
    />
  );
}
