import type { NotedRequest, RequestRecord } from '../../shared/request-record.js'

/** Every request of the encoder, those of the page and those of its workers, in the order they were made. */
export class RequestLog {
  readonly #records: RequestRecord[] = []
  /** Where the workers' requests stand in the list. */
  readonly #places = new Map<string, number>()

  list(): readonly RequestRecord[] {
    return [...this.#records]
  }

  note(record: RequestRecord): void {
    this.#records.push(record)
  }

  /** A later record of the same request takes the place of the earlier one. */
  noteWorker({ id, record }: NotedRequest): void {
    const place = this.#places.get(id) ?? this.#records.length
    this.#places.set(id, place)
    this.#records[place] = record
  }
}
