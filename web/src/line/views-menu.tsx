import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isShown, type SavedView, searchOf, useSavedViews } from './saved-views.ts';
import type { Wish } from './wish.ts';

type Props = {
  readonly wish: Wish;
  /** Name of the view the address asks for. */
  readonly view: string | undefined;
  readonly onView: (view: SavedView | null) => void;
};

/** Ways to look at the line under names of one's own. */
export function ViewsMenu({ wish, view, onView }: Props) {
  const { views, save, rename, remove } = useSavedViews();
  const [open, setOpen] = useState(false);
  const [renaming, setRenaming] = useState<string | null>(null);
  const chosen = views.find(({ name }) => name === view);
  const changed = chosen !== undefined && !isShown(chosen, wish);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (name === '') return;
    if (renaming !== null) {
      rename(renaming, name);
      if (renaming === view && chosen) onView({ ...chosen, name });
    } else {
      save(name, wish);
      onView({ name, ...searchOf(wish) });
    }
    setRenaming(null);
    event.currentTarget.reset();
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={300}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button variant="default" size="xs" onClick={() => setOpen(!open)}>
          {chosen ? `View: ${chosen.name}${changed ? ' (changed)' : ''}` : 'Views'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {views.length === 0 && (
            <Text size="sm" c="dimmed">
              Give what you see a name, and come back to it here or by its link.
            </Text>
          )}
          {views.map((each) => (
            <Group key={each.name} gap={4} wrap="nowrap">
              <Button
                variant={each.name === view ? 'light' : 'subtle'}
                size="compact-sm"
                justify="flex-start"
                flex={1}
                onClick={() => {
                  onView(each);
                  setOpen(false);
                }}
              >
                {each.name}
              </Button>
              <ActionIcon
                variant="subtle"
                aria-label={`Rename the view ${each.name}`}
                onClick={() => setRenaming(each.name)}
              >
                <span aria-hidden="true">✎</span>
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                aria-label={`Delete the view ${each.name}`}
                onClick={() => {
                  remove(each.name);
                  if (each.name === view) onView(null);
                }}
              >
                <span aria-hidden="true">✕</span>
              </ActionIcon>
            </Group>
          ))}
          <form onSubmit={submit} key={renaming ?? ''}>
            <Group gap="xs" wrap="nowrap" align="end">
              <TextInput
                name="name"
                size="xs"
                flex={1}
                maxLength={60}
                label={renaming === null ? 'Save what is shown as' : `New name of ${renaming}`}
                defaultValue={renaming ?? ''}
                autoComplete="off"
              />
              <Button type="submit" size="xs">
                {renaming === null ? 'Save' : 'Rename'}
              </Button>
            </Group>
          </form>
          {chosen && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => {
                onView(null);
                setOpen(false);
              }}
            >
              Back to the whole line
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
