/** The principal of the plaintext listener's clients, and the one that the bootstrap API key stands for. */
export const ADMIN = { type: 'User', name: 'admin' } as const
