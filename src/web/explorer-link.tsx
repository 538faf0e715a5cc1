import { useEffect, useState } from 'react';
import type { Client } from 'urql';
import { PageExplorerDocument } from './gql/graphql.js';

/** Links to GraphiQL and its reference of the API, where the hub lets itself be explored. */
export function ExplorerLink({ client }: { client: Client }) {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    void client.query(PageExplorerDocument, {}).then(({ data }) => setIsOpen(data !== undefined));
  }, [client]);
  return isOpen && <a href="/graphql">GraphiQL</a>;
}
