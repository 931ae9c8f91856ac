// Where JSX and types meet.
import { type FC, use } from 'react';
interface Props<T> {
  items: T[];
}
export const identity = <T,>(value: T): T => value;
export const bounded = <T extends object>(value: T) => <pre>{JSON.stringify(value as unknown)}</pre>;
export function List<T>({ items }: Props<T>) {
  return <Table<T> items={items!} of={use<T>(items)} {...(items as any)} />;
}
const Wrapper: FC<{ deep?: boolean }> = ({ deep = false }) => (deep ? <Wrapper /> : <>{identity<number>(1)}</>);
