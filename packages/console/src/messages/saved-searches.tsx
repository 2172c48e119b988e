import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { isSearch, recall, remember, SAVED_MAX, searchInWords, searchOnly } from './remembered.ts'
import type { BrowseSearch } from './search.ts'

export interface SavedSearchesProps {
  readonly cluster: string
  readonly topic: string
  readonly search: BrowseSearch
  /** Takes the place of what is searched for now. */
  readonly onChoose: (search: BrowseSearch) => void
}

/** The last search of this topic and those with a name. They are offered: what the address says goes first. */
export function SavedSearches({ cluster, topic, search, onChoose }: SavedSearchesProps) {
  const id = `${cluster}/${topic}`
  const [known, setKnown] = useState(() => recall(localStorage, id))
  const [naming, setNaming] = useState(false)
  const now = searchOnly(search)
  const words = JSON.stringify(now)
  useEffect(() => {
    const looked = JSON.parse(words) as BrowseSearch
    if (isSearch(looked)) remember(localStorage, id, { last: looked })
  }, [id, words])
  const keep = (saved: typeof known.saved) => {
    remember(localStorage, id, { saved })
    setKnown(recall(localStorage, id))
  }
  const chosen = known.saved.find((one) => JSON.stringify(searchOnly(one.search)) === words)
  const { last, saved } = known
  const offersLast = last !== null && !isSearch(now)
  if (!offersLast && saved.length === 0 && !isSearch(now)) return null
  return (
    <>
      {saved.length === 0 ? null : (
        <SelectField
          label="Saved searches"
          labelHidden
          options={[{ value: '', label: 'Saved searches' }, ...saved.map(({ name }) => ({ value: name, label: name }))]}
          value={chosen?.name ?? ''}
          onChange={({ target }) => onChoose(saved.find(({ name }) => name === target.value)?.search ?? {})}
        />
      )}
      {offersLast ? (
        <Button onClick={() => onChoose(last)} title="What was searched for here last">
          Last: {searchInWords(last)}
        </Button>
      ) : null}
      {isSearch(now) && chosen === undefined ? <Button onClick={() => setNaming(true)}>Save search</Button> : null}
      {chosen === undefined ? null : <Button onClick={() => keep(saved.filter((one) => one !== chosen))}>Forget “{chosen.name}”</Button>}
      {isSearch(now) ? <Button onClick={() => onChoose({})}>Clear</Button> : null}
      {naming ? (
        <NameDialog
          search={now}
          onClose={() => setNaming(false)}
          onName={(name) => {
            keep([...saved.filter((one) => one.name !== name), { name, search: now }])
            setNaming(false)
          }}
        />
      ) : null}
    </>
  )
}

function NameDialog({
  search,
  onName,
  onClose,
}: {
  readonly search: BrowseSearch
  readonly onName: (name: string) => void
  readonly onClose: () => void
}) {
  const [name, setName] = useState(searchInWords(search))
  return (
    <FormDialog
      title="Save this search"
      description={`In this browser, for this topic; ${SAVED_MAX} at most, the oldest goes first.`}
      submit="Save"
      open
      busy={false}
      problem={null}
      ready={name.trim() !== ''}
      onClose={onClose}
      onSubmit={() => onName(name.trim())}
    >
      <TextField label="Name" value={name} onChange={({ target }) => setName(target.value)} autoFocus autoComplete="off" />
    </FormDialog>
  )
}
