import { Group } from '@mantine/core';
import { Link } from 'wouter';
import shell from '../shell/shell.module.css';
import { useTexts } from '../texts/texts.js';
import { sectionAddress, SECTIONS, type SectionName } from './sections.js';

interface Props {
  id: string;
  /** The account's name. */
  of: string;
  shown: SectionName | null;
}

/** Leads to the parts of an account's view. */
export function SectionNavigation({ id, of, shown }: Props) {
  const { integration: words } = useTexts();
  return (
    <nav aria-label={words.sectionsOf(of)}>
      <Group gap="xs">
        {SECTIONS.map((section) => (
          <Link
            key={section}
            href={sectionAddress(id, section)}
            className={shell.link}
            aria-current={section === shown ? 'page' : undefined}
          >
            {words.sections[section]}
          </Link>
        ))}
      </Group>
    </nav>
  );
}
