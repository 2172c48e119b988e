import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { SUBJECT } from '../routes/paths.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy.tsx'
import { SelectField } from '../ui/field.tsx'
import { Card, Cards, Facts, Page, Toolbar } from '../ui/page.tsx'
import { Loaded, Loading } from '../ui/state.tsx'
import { DeleteSchema } from './delete-schema.tsx'
import { Level } from './level.tsx'
import { referencedByQuery, useRegistry, type Version, versionQuery, versionsQuery } from './queries.ts'
import { RegisterDialog } from './register-dialog.tsx'
import { SchemaDiff } from './schema-diff.tsx'
import { formatted, typeInWords } from './text.ts'

/** A subject: one version of it, alone or beside another. */
export function SubjectPage() {
  const { environment, subject } = useParams({ from: SUBJECT })
  const { version: chosen, against, deleted = false } = useSearch({ from: SUBJECT })
  const navigate = useNavigate({ from: SUBJECT })
  const { registry } = useRegistry(environment)
  const versions = useQuery(versionsQuery(registry, subject, deleted))
  const version = chosen ?? versions.data?.at(-1) ?? 0
  const shown = useQuery(versionQuery(registry, subject, version, deleted))
  const other = useQuery(versionQuery(registry, subject, against ?? 0, deleted))
  const [registers, setRegisters] = useState(false)
  const change = (some: object) => void navigate({ search: (search) => ({ ...search, ...some }), replace: true })
  const options = (versions.data ?? []).map((one) => ({ value: String(one), label: `Version ${one}` }))
  const place = { environment, registry, subject, permanent: deleted }
  return (
    <Page
      title={subject}
      sub={`Subject of ${registry}`}
      badge={deleted ? <Badge tone="warn">deleted</Badge> : null}
      actions={
        shown.data === undefined ? null : (
          <>
            {deleted ? null : (
              <Button kind="primary" onClick={() => setRegisters(true)}>
                New version
              </Button>
            )}
            <DeleteSchema {...place} version={version} />
            <DeleteSchema {...place} version={null} />
          </>
        )
      }
    >
      <Loaded query={versions}>
        {() => (
          <Toolbar>
            <SelectField
              label="Version"
              options={options}
              value={String(version)}
              onChange={({ target }) => change({ version: Number(target.value) })}
            />
            <SelectField
              label="Compared with"
              options={[{ value: '', label: 'Nothing' }, ...options.filter(({ value }) => value !== String(version))]}
              value={against === undefined ? '' : String(against)}
              onChange={({ target }) => change({ against: target.value === '' ? undefined : Number(target.value) })}
            />
          </Toolbar>
        )}
      </Loaded>
      {versions.isError ? null : (
        <Loaded query={shown} lines={8}>
          {(one) => (
            <>
              {against === undefined ? (
                <CopyBlock text={textOf(one)} what="schema" />
              ) : other.data === undefined ? (
                <Loading />
              ) : (
                <SchemaDiff before={textOf(other.data)} after={textOf(one)} />
              )}
              <Cards fill>
                <Card title="About this version">
                  <About environment={environment} registry={registry} version={one} />
                </Card>
                {deleted ? null : (
                  <Card title="Compatibility">
                    <Level registry={registry} subject={subject} />
                  </Card>
                )}
              </Cards>
            </>
          )}
        </Loaded>
      )}
      {registers && shown.data !== undefined ? (
        <RegisterDialog environment={environment} registry={registry} from={shown.data} onClose={() => setRegisters(false)} />
      ) : null}
    </Page>
  )
}

function textOf({ schema, schemaType }: Version): string {
  return formatted(schema ?? '', schemaType)
}

function About({ environment, registry, version }: { readonly environment: string; readonly registry: string; readonly version: Version }) {
  const by = useQuery(referencedByQuery(registry, version.subject, version.version))
  const { references = [] } = version
  return (
    <Facts
      rows={[
        ['Type', typeInWords(version.schemaType)],
        ['Schema id', version.id],
        [
          'Refers to',
          references.length === 0
            ? 'nothing'
            : references.map(({ name, subject, version: number }) => (
                <div key={name}>
                  {name}:{' '}
                  <Link to={SUBJECT} params={{ environment, subject }} search={{ version: number }}>
                    {subject} {number}
                  </Link>
                </div>
              )),
        ],
        ['Referred to by', by.data === undefined ? '…' : by.data.length === 0 ? 'nothing' : `schema ids ${by.data.join(', ')}`],
      ]}
    />
  )
}
