// A fake browser for tests: Web Locks, channels, and tabs over a fake network.
import { FakeNetwork } from '../fake-network.ts'
import type { Listener } from '../connection-options.ts'
import { Backoff } from '../backoff.ts'
import { PageConnection } from '../page-connection.ts'
import type { Sharing } from '../page-connection.ts'
import type { TabMessage } from './messages.ts'
import type { TabChannel } from './tabs.ts'

interface Waiting {
  tab: string
  grant(): void
}

/** Web Locks: each is held by one tab at a time, in the order of the requests. */
class FakeLocks {
  readonly #queues = new Map<string, Waiting[]>()

  of(tab: string): LockManager {
    const request = (name: string, options: LockOptions, hold: LockGrantedCallback<unknown>) =>
      new Promise((resolve, reject) => {
        const queue = this.#queues.get(name) ?? []
        this.#queues.set(name, queue)
        const entry: Waiting = {
          tab,
          grant: () => {
            const held = Promise.resolve(hold({ name, mode: 'exclusive' }))
            void held.then(resolve, reject).finally(() => this.#remove(name, entry))
          },
        }
        options.signal?.addEventListener('abort', () => {
          if (queue[0] === entry) return
          this.#remove(name, entry)
          reject(new Error('aborted'))
        })
        queue.push(entry)
        if (queue.length === 1) queueMicrotask(entry.grant)
      })
    return { request } as unknown as LockManager
  }

  /** Releases a tab's locks, as a browser does when the tab is gone. */
  release(tab: string): void {
    for (const [name, queue] of this.#queues) {
      for (const entry of queue.filter((each) => each.tab === tab)) this.#remove(name, entry)
    }
  }

  #remove(name: string, entry: Waiting): void {
    const queue = this.#queues.get(name) ?? []
    const index = queue.indexOf(entry)
    if (index === -1) return
    queue.splice(index, 1)
    if (index === 0 && queue[0]) queueMicrotask(queue[0].grant)
  }
}

export interface FakeTab {
  page: PageConnection
  network: FakeNetwork
  /** Ends the tab without a message to the others. */
  crash(): void
}

export class FakeBrowser {
  readonly #locks = new FakeLocks()
  readonly #channels = new Map<string, (message: TabMessage) => void>()

  /** The sharing options of a tab. */
  sharing(tab: string): Sharing {
    return { name: 'tabs', locks: this.#locks.of(tab), openChannel: () => this.#channel(tab) }
  }

  /** Ends a tab without a message to the others. */
  crash(tab: string): void {
    this.#channels.delete(tab)
    this.#locks.release(tab)
  }

  /** Opens and starts a tab; `answer` serves its own requests. */
  open(tab: string, listener: Listener, answer: typeof fetch): FakeTab {
    const network = new FakeNetwork()
    const page = new PageConnection(
      {
        origin: 'http://site',
        fetch: answer,
        order: ['sse'],
        table: network.table,
        backoff: new Backoff(1000, () => 0.5),
        listener,
      },
      this.sharing(tab),
    )
    page.start()
    return { page, network, crash: () => this.crash(tab) }
  }

  #channel(tab: string): TabChannel {
    return {
      postMessage: (message) => {
        if (!this.#channels.has(tab)) return
        for (const [other, heard] of this.#channels) {
          if (other !== tab) setTimeout(() => heard(message), 0)
        }
      },
      listen: (heard) => void this.#channels.set(tab, heard),
      close: () => void this.#channels.delete(tab),
    }
  }
}
