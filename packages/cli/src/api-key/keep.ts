import { changeContext, type LoginContext, usingKey, withKey } from '../config/model.ts'
import type { ConfigStore } from '../config/store.ts'
import { secretPurpose } from '../session/kafka-cluster.ts'

/** Keeps a secret, encrypted, for commands that need it. */
export function keepSecret(config: ConfigStore, login: LoginContext, resource: string, key: string, secret: string): void {
  const sealed = config.seal(secretPurpose(login, key), secret)
  config.change((all) => changeContext(all, login.name, (one) => withKey(one, resource, key, sealed)))
}

/** Makes a key the one that commands use for its resource. */
export function useKey(config: ConfigStore, login: LoginContext, resource: string, key: string): void {
  config.change((all) => changeContext(all, login.name, (one) => usingKey(one, resource, key)))
}
