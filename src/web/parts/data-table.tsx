import { Table, UnstyledButton } from '@mantine/core';
import { Fragment, useState, type ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  heading: string;
  /** Numbers stand to the right. */
  isNumber?: boolean;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  /** What the table shows, for people who do not see where it stands. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Shown where there is no row. */
  empty: string;
  /** What a row unfolds into; its first column is the button then. */
  details?: (row: Row) => ReactNode;
}

/** What a column needs at least, in pixels: beneath, the table scrolls. */
const COLUMN_WIDTH = 120;

/** Rows of things that have ids. Scrolls sideways where it is wider than the screen. */
export function DataTable<Row extends { id: string }>({ caption, columns, rows, empty, details }: Props<Row>) {
  return (
    <Table.ScrollContainer
      minWidth={columns.length * COLUMN_WIDTH}
      type="native"
      role="group"
      tabIndex={0}
      aria-label={caption}
    >
      <Table verticalSpacing="xs">
        <Table.Caption className={classes.caption}>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ heading, isNumber }) => (
              <Table.Th key={heading} ta={isNumber ? 'right' : undefined}>
                {heading}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <DataRow key={row.id} row={row} columns={columns} details={details} />
          ))}
          {rows.length === 0 && (
            <Table.Tr>
              <Table.Td colSpan={columns.length}>{empty}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DataRow<Row>({ row, columns, details }: { row: Row } & Pick<Props<Row>, 'columns' | 'details'>) {
  const [isOpen, setIsOpen] = useState(false);
  const shown = (column: Column<Row>, index: number): ReactNode =>
    details !== undefined && index === 0 ? (
      <UnstyledButton fz="sm" className={classes.unfold} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {column.cell(row)}
      </UnstyledButton>
    ) : (
      column.cell(row)
    );
  return (
    <Fragment>
      <Table.Tr>
        {columns.map((column, index) => (
          <Table.Td key={column.heading} ta={column.isNumber ? 'right' : undefined}>
            {shown(column, index)}
          </Table.Td>
        ))}
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={columns.length}>{details?.(row)}</Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}
