// JSX, also in .js files: what stands in braces is read as everywhere else.
import React from 'react';
export function List({ items, ...rest }) {
  const rows = [];
  for (const i in items) rows.push(<li key={i}>{items[i]}</li>);
  return (
    <ul {...rest} className="list" onClick={() => eval('rows')} aria-label='one
two'>
      {rows} &nbsp; {/* nothing */}
      <List.Footer count={rows.length} xlink:href="#" />
      <></>
    </ul>
  );
}
const broken = <b>never closed</i>;
