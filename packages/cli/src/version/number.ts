import manifest from '../../package.json' with { type: 'json' }

/** Written in one place, the package's own file. */
export const CLI_VERSION = `v${manifest.version}`
