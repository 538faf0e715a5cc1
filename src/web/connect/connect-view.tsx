import { Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { PageCatalogueDocument, type PageCatalogueQuery } from '../gql/graphql.js';
import { ExplorerLink } from '../parts/explorer-link.js';
import { QueryFailure } from '../parts/query-failure.js';
import { View } from '../parts/view.js';
import { useTexts } from '../texts/texts.js';
import classes from './connect.module.css';
import { ProviderCard } from './provider-card.js';

type Listed = PageCatalogueQuery['providers']['nodes'];

/** What can be connected. */
export function ConnectView() {
  const texts = useTexts();
  const { connect: words } = texts;
  const [search, setSearch] = useState('');
  const [category, setCategory] = useState('');
  const variables = { search: useDeferredValue(search.trim()) || null };
  const [{ data, error, fetching }] = useQuery({ query: PageCatalogueDocument, variables });
  const listed = data === undefined ? [] : [...data.providers.nodes, ...data.others.nodes];
  const shown = listed.filter((provider) => category === '' || provider.category === category);
  return (
    <View
      title={words.title}
      aside={<ExplorerLink view={words.title} query={PageCatalogueDocument} variables={variables} />}
    >
      <Stack>
        <TextInput
          type="search"
          label={words.search}
          value={search}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
          maw="28rem"
        />
        <CategoryChoice listed={listed} category={category} onChoose={setCategory} />
        <QueryFailure error={error} />
        {data === undefined && fetching && <p role="status">{texts.loading}</p>}
        {data !== undefined && (
          <Text role="status" size="sm" c="dimmed">
            {shown.length === 0 ? words.nothingFound(search) : words.found(shown.length)}
          </Text>
        )}
        <ul className={classes.list}>
          {shown.map((provider) => (
            <ProviderCard key={provider.id} provider={provider} />
          ))}
        </ul>
      </Stack>
    </View>
  );
}

interface CategoryProps {
  listed: Listed;
  /** Empty for all. */
  category: string;
  onChoose: (category: string) => void;
}

function CategoryChoice({ listed, category, onChoose }: CategoryProps) {
  const { connect: words, categories } = useTexts();
  const known = [...new Set([...listed.map((provider) => provider.category), category])].filter((one) => one !== '');
  return (
    <Chip.Group value={category} onChange={onChoose}>
      <Group gap="xs" role="radiogroup" aria-label={words.category}>
        <Chip value="">{words.allCategories}</Chip>
        {known.toSorted().map((one) => (
          <Chip key={one} value={one}>
            {categories[one] ?? one}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
